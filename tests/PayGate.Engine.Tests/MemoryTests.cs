using Orleans.TestingHost;

namespace PayGate.Engine.Tests;

public interface IPassingGrain : IGrainWithStringKey
{
    Task LeaveAtOnce();
}

internal sealed class PassingGrain : Grain, IPassingGrain
{
    public Task LeaveAtOnce()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}

/// <summary>What activations leave behind when they go. The process's memory is the measure, so nothing may run beside it.</summary>
[CollectionDefinition(nameof(MemoryTests), DisableParallelization = true)]
[Collection(nameof(MemoryTests))]
public sealed class MemoryTests
{
    [Fact]
    public async Task OneOffActivations_LeaveNothingBehind()
    {
        await using var cluster = await Cluster.Start();
        await Visit(cluster, 0, 1_000);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        await Visit(cluster, 1_000, 30_000);

        var grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        // Orleans remembers where the last grains were, which is about 200 bytes for each.
        Assert.InRange(grown, long.MinValue, 8_000_000);
        Assert.False(cluster.TryGetGrainContext(cluster.Client.GetGrain<IPassingGrain>("12345").GetGrainId(), out _));
    }

    private static async Task Visit(InProcessTestCluster cluster, int from, int to)
    {
        for (var number = from; number < to; number++)
        {
            var grain = cluster.Client.GetGrain<IPassingGrain>($"{number}");
            await grain.LeaveAtOnce();
            await cluster.WaitForDeactivationAsync(grain);
        }
    }
}
