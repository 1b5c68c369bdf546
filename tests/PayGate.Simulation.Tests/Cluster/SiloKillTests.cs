using PayGate.Simulation.Tests.Support;
using Xunit.Abstractions;

namespace PayGate.Simulation.Tests.Cluster;

/// <summary>
/// Goal: a silo that dies costs its callers seconds and the books nothing. Method: two silos and an API are processes of their own on one database; many
/// clients drive payments; one silo gets SIGKILL and later comes back; at the end the books are checked and compared with what the clients were told.
/// </summary>
[Collection(Alone.Name)]
public sealed class SiloKillTests(ITestOutputHelper output)
{
    /// <summary>1 to 2 s until the survivor declares the other dead, the callers' way there, and the survivor's own work in between.</summary>
    private const double FaultSecondsMax = 10;

    [Fact]
    public async Task Kill_OfOneSiloOfTwo_CostsSecondsAndNoMoney()
    {
        await using var site = await GatewaySite.Create();
        await using var cluster = await SmallCluster.Start(site);
        using var load = await ClusterLoad.Start(cluster, seed: 20_30);

        await load.Strike(cluster.Victim.Kill);
        await load.While(cluster.Victim.Ended);
        await load.DoMore();
        var faults = load.Faults;
        await cluster.StartVictimAgain();
        Assert.Equal(2, await cluster.ActiveSilos());

        await load.AssertHarmless();
        load.AssertFaultsLasted(faults, FaultSecondsMax, output);
    }
}
