using System.Net;

namespace PayGate.Clusters;

/// <summary>How the processes of one gateway find and watch each other. They meet in the database; only calls between actors use these ports.</summary>
public sealed record ClusterSettings
{
    /// <summary>Processes that give the same name on the same database belong together.</summary>
    public required string ClusterId { get; init; }

    /// <summary>Where other processes reach this silo; it listens there and nowhere else.</summary>
    public required IPAddress Address { get; init; }

    /// <summary>For the calls of other silos.</summary>
    public required int SiloPort { get; init; }

    /// <summary>For the calls of API processes.</summary>
    public required int GatewayPort { get; init; }

    /// <summary>
    /// How long a silo may take to answer a probe. With two misses a killed silo's actors answer again elsewhere after 1 to 2 seconds; Orleans' own settings
    /// (5 s, three misses) make it 12 to 13.
    /// </summary>
    public TimeSpan ProbeTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Up to here Orleans lengthens the time-out when probes are missed. A silo that hangs or lost its network is given up after about this × misses.
    /// </summary>
    public TimeSpan ProbeTimeoutMax { get; init; } = TimeSpan.FromSeconds(4);

    public int ProbesMissedMax { get; init; } = 2;

    /// <summary>Encrypts and authenticates all calls between processes; null for none, which suits one machine or a network of their own.</summary>
    public ClusterTls? Tls { get; init; }
}

/// <summary>PEM files. Each process shows its certificate, and trusts whoever shows one that the authority signed.</summary>
public sealed record ClusterTls
{
    public required string CertificateFile { get; init; }

    public required string KeyFile { get; init; }

    /// <summary>An authority of this cluster alone: its certificates are the membership.</summary>
    public required string AuthorityFile { get; init; }
}
