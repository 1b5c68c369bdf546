using Npgsql;
using PayGate.Simulation.Tests.Support;

namespace PayGate.Simulation.Tests.Cluster;

/// <summary>Two silos and an API, each a process of its own, on one database. Of the silos one is there to be hurt.</summary>
internal sealed class SmallCluster : IAsyncDisposable
{
    private const int Active = 3;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private readonly (string Name, string Value)[] _environment;
    private readonly GatewayPart _victimPart = GatewayPart.Of("silo,bank");
    private readonly List<GatewayProcess> _processes = [];

    private SmallCluster(GatewaySite site, (string Name, string Value)[] environment) => (Site, _environment) = (site, environment);

    public GatewaySite Site { get; }

    public GatewayPart SurvivorPart { get; } = GatewayPart.Of("silo,bank");

    /// <summary>Whose end is not planned.</summary>
    public GatewayProcess Survivor => _processes[0];

    public GatewayProcess Victim => _processes[1];

    public GatewayProcess Api => _processes[2];

    /// <param name="site">Where they run; not disposed of with them.</param>
    /// <param name="environment">Further variables, the same for all.</param>
    public static async Task<SmallCluster> Start(GatewaySite site, params (string Name, string Value)[] environment)
    {
        var cluster = new SmallCluster(site, environment);
        try
        {
            // One after the other, because the first start draws the secrets that all share.
            await cluster.Add(cluster.SurvivorPart);
            await cluster.Add(cluster._victimPart);
            await cluster.Add(site.Whole with { Roles = "api" });
            Assert.Equal(2, await cluster.ActiveSilos());
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>The silo that went comes back, under the same address.</summary>
    public Task StartVictimAgain() => Add(_victimPart);

    /// <summary>How many silos the membership table calls active.</summary>
    public async Task<long> ActiveSilos()
    {
        await using var source = NpgsqlDataSource.Create(Site.Database.Owner);
        await using var command = source.CreateCommand($"select count(*) from orleans.silo where status = {Active}");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Waits until the membership table says so.</summary>
    public async Task UntilActiveSilos(int count)
    {
        using var pause = new PeriodicTimer(Interval);
        while (await ActiveSilos() != count)
        {
            await pause.WaitForNextTickAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in Enumerable.Reverse(_processes))
        {
            await process.DisposeAsync();
        }
    }

    private async Task Add(GatewayPart part) => _processes.Add(await GatewayProcess.Start(Site, part, _environment));
}
