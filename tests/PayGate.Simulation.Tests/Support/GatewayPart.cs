using PayGate.Cli.Postgres;

namespace PayGate.Simulation.Tests.Support;

/// <summary>What one process of a gateway runs and where it listens.</summary>
internal sealed record GatewayPart(string Roles, int Port, int SiloPort, int GatewayPort)
{
    public Uri Address => new($"http://127.0.0.1:{Port}");

    public bool HasApi => Roles.Contains("api", StringComparison.Ordinal);

    public static GatewayPart Of(string roles)
    {
        var ports = FreePort.Find(3);
        return new GatewayPart(roles, ports[0], ports[1], ports[2]);
    }
}
