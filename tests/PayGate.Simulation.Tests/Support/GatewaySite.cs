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

    /// <summary>The whole gateway in one process. Its ports stay, as a server's do, so that a restarted silo is known as the same.</summary>
    public GatewayPart Whole { get; } = GatewayPart.Of("silo,api,bank");

    public Uri Address => Whole.Address;

    public string LogFileOf(GatewayPart part) => part == Whole ? LogFile : Path.Combine(Root, $"gateway-{part.Port}.log");

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
