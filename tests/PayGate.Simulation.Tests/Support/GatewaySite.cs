using PayGate.Cli.Postgres;

namespace PayGate.Simulation.Tests.Support;

/// <summary>What outlives a killed gateway: its database, its data directory and its address.</summary>
internal sealed class GatewaySite : IAsyncDisposable
{
    private GatewaySite(TestDatabase database, string root)
    {
        Database = database;
        Root = root;
        DataDirectory = Directory.CreateDirectory(Path.Combine(root, "data"), OwnerOnly).FullName;
    }

    public TestDatabase Database { get; }

    public string DataDirectory { get; }

    /// <summary>Everything that gateways of this site wrote to standard output and error.</summary>
    public string LogFile => Path.Combine(Root, "gateway.log");

    public int Port { get; } = FreePort.Find();

    public Uri Address => new($"http://127.0.0.1:{Port}");

    private string Root { get; }

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public static async Task<GatewaySite> Create() =>
        new(await PostgresServer.CreateDatabase(), Directory.CreateTempSubdirectory("paygate-simulation-").FullName);

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        Directory.Delete(Root, recursive: true);
    }
}
