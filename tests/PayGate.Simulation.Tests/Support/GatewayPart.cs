using PayGate.Cli.Postgres;

namespace PayGate.Simulation.Tests.Support;

/// <summary>What one process of a gateway runs and where it listens.</summary>
internal sealed record GatewayPart(string Roles, int Port, int SiloPort, int GatewayPort)
{
    /// <summary>Ports of parts that may not listen yet: the kernel would give them away again.</summary>
    private static readonly HashSet<int> Given = [];

    public Uri Address => new($"http://127.0.0.1:{Port}");

    public bool HasApi => Roles.Contains("api", StringComparison.Ordinal);

    public static GatewayPart Of(string roles)
    {
        var ports = NewPorts();
        return new GatewayPart(roles, ports[0], ports[1], ports[2]);
    }

    private static int[] NewPorts()
    {
        lock (Given)
        {
            int[] ports;
            do
            {
                ports = FreePort.Find(3);
            }
            while (ports.Any(Given.Contains));
            Given.UnionWith(ports);
            return ports;
        }
    }
}
