using PayGate.Simulation.Tests.Support;
using Xunit.Abstractions;

namespace PayGate.Simulation.Tests.Cluster;

/// <summary>
/// Goal: a silo that hangs costs its callers seconds and the books nothing, also when it goes on where it stopped, in the belief that its actors are still its
/// own. Method: as for a killed one, but the silo gets SIGSTOP, is declared dead, and gets SIGCONT while the survivor works on the same payments.
/// </summary>
[Collection(Alone.Name)]
public sealed class SiloHangTests(ITestOutputHelper output)
{
    /// <summary>8 s until the survivor declares the other dead (4 s for each of two probes), and as for a killed one from there.</summary>
    private const double FaultSecondsMax = 17;

    [Fact]
    public async Task Pause_OfOneSiloOfTwo_CostsSecondsAndNoMoney()
    {
        await using var site = await GatewaySite.Create();
        await using var cluster = await SmallCluster.Start(site);
        using var load = await ClusterLoad.Start(cluster, seed: 20_31);

        await load.Strike(cluster.Victim.Pause);
        await load.While(cluster.UntilActiveSilos(1));
        output.WriteLine($"declared dead {load.SecondsSinceStrike:0.0} s after it hung");
        await load.DoMore();
        var faults = load.Faults;

        cluster.Victim.Resume();
        var resumed = load.SecondsSinceStrike;
        await load.While(cluster.Victim.Ended);
        output.WriteLine($"found itself dead and ended {load.SecondsSinceStrike - resumed:0.0} s after it went on");
        await cluster.StartVictimAgain();
        Assert.Equal(2, await cluster.ActiveSilos());

        await load.AssertHarmless();
        load.AssertFaultsLasted(faults, FaultSecondsMax, output);
    }
}
