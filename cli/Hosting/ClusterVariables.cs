using System.Net;
using System.Security.Cryptography;
using PayGate.Cli.Postgres;
using PayGate.Clusters;

namespace PayGate.Cli.Hosting;

/// <summary>Reads how this process takes part in a cluster from its environment.</summary>
public static class ClusterVariables
{
    public const string Prefix = "PAYGATE_CLUSTER";
    public const string SiloPort = Prefix + "_SILO_PORT";
    public const string GatewayPort = Prefix + "_GATEWAY_PORT";

    private const int PortMax = 65535;
    private const int SecondsMax = 600;
    private const int ProbesMax = 100;

    /// <summary>A cluster of this process alone, under a name that no dead process has left in the database.</summary>
    public static ClusterSettings Alone()
    {
        var ports = FreePort.Find(2);
        return new ClusterSettings
        {
            ClusterId = $"alone-{RandomNumberGenerator.GetHexString(16, lowercase: true)}",
            Address = IPAddress.Loopback,
            SiloPort = ports[0],
            GatewayPort = ports[1],
        };
    }

    /// <exception cref="SetupException">A variable does not hold what it should.</exception>
    public static ClusterSettings Read(Func<string, string?> environment) => new()
    {
        ClusterId = environment(Prefix) is { Length: > 0 } name ? name : "paygate",
        Address = Address(environment),
        SiloPort = WholeNumber.Read(environment, SiloPort, 11111, 1, PortMax),
        GatewayPort = WholeNumber.Read(environment, GatewayPort, 30000, 1, PortMax),
        ProbeTimeout = TimeSpan.FromSeconds(WholeNumber.Read(environment, Prefix + "_PROBE_SECONDS", 2, 1, SecondsMax)),
        ProbeTimeoutMax = TimeSpan.FromSeconds(WholeNumber.Read(environment, Prefix + "_PROBE_SECONDS_MAX", 4, 1, SecondsMax)),
        ProbesMissedMax = WholeNumber.Read(environment, Prefix + "_PROBES_MISSED", 2, 1, ProbesMax),
        Tls = Tls(environment),
    };

    private static IPAddress Address(Func<string, string?> environment)
    {
        const string name = Prefix + "_ADDRESS";
        return environment(name) is not { Length: > 0 } text ? IPAddress.Loopback
            : IPAddress.TryParse(text, out var address) && !address.Equals(IPAddress.Any) ? address
            : throw new SetupException($"{name} is not an address that others can reach: give this machine's own, such as 10.0.0.7.");
    }

    private static ClusterTls? Tls(Func<string, string?> environment)
    {
        string[] names = [Prefix + "_TLS_CERTIFICATE", Prefix + "_TLS_KEY", Prefix + "_TLS_AUTHORITY"];
        var files = names.Select(environment).Where(file => !string.IsNullOrEmpty(file)).ToArray();
        return files.Length == 0 ? null
            : files.Length < names.Length ? throw new SetupException($"Only some of {string.Join(", ", names)} are set: set all of them or none.")
            : files.FirstOrDefault(file => !File.Exists(file)) is { } missing ? throw new SetupException($"{missing} is missing: TLS between processes needs it.")
            : new ClusterTls { CertificateFile = files[0]!, KeyFile = files[1]!, AuthorityFile = files[2]! };
    }
}
