using Orleans.Concurrency;

namespace PayGate.Engine.Tests;

public interface ITurnGrain : IGrainWithStringKey
{
    /// <summary>Ends when <see cref="Release"/> is called.</summary>
    Task<int> Hold();

    [ReadOnly]
    Task HoldReading();

    [AlwaysInterleave]
    Task Release();

    /// <summary>How many holds have begun.</summary>
    [AlwaysInterleave]
    Task<int> Begun();

    Task<int> Next();

    /// <summary>Reads, gives way, writes: loses counts if anything runs in between.</summary>
    Task AddSlowly();

    Task<Guid> Instance();
}

internal sealed class TurnGrain : Grain, ITurnGrain
{
    private readonly Guid _instance = Guid.NewGuid();
    private readonly TaskCompletionSource _release = new();
    private int _begun;
    private int _count;

    public async Task<int> Hold()
    {
        _begun++;
        await _release.Task;
        return ++_count;
    }

    public async Task HoldReading()
    {
        _begun++;
        await _release.Task;
    }

    public Task Release()
    {
        _release.TrySetResult();
        return Task.CompletedTask;
    }

    public Task<int> Begun() => Task.FromResult(_begun);

    public Task<int> Next() => Task.FromResult(++_count);

    public async Task AddSlowly()
    {
        var read = _count;
        await Task.Yield();
        _count = read + 1;
    }

    public Task<Guid> Instance() => Task.FromResult(_instance);
}

/// <summary>Requests of one grain: one after another, beside each other only where marked.</summary>
public sealed class TurnTests
{
    [Fact]
    public async Task Request_WhileAnotherIsUnfinished_Waits()
    {
        await using var cluster = await Cluster.Start();
        var grain = cluster.Client.GetGrain<ITurnGrain>("waits");
        var first = grain.Hold();
        await Begun(grain, 1);
        var second = grain.Next();
        Assert.False(second.IsCompleted);

        await grain.Release();

        Assert.Equal(1, await first);
        Assert.Equal(2, await second);
    }

    [Fact]
    public async Task Await_InARequest_LetsNoOtherIn()
    {
        await using var cluster = await Cluster.Start();
        var grain = cluster.Client.GetGrain<ITurnGrain>("yields");
        await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => grain.AddSlowly()));
        Assert.Equal(501, await grain.Next());
    }

    [Fact]
    public async Task FirstCalls_AtOnce_MakeOneActivation()
    {
        await using var cluster = await Cluster.Start();
        var instances = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => cluster.Client.GetGrain<ITurnGrain>("one").Instance()));
        Assert.Single(instances.Distinct());
        Assert.NotEqual(instances[0], await cluster.Client.GetGrain<ITurnGrain>("two").Instance());
    }

    [Fact]
    public async Task ReadOnlyRequests_RunBesideEachOther_ButNotBesideOthers()
    {
        await using var cluster = await Cluster.Start();
        var grain = cluster.Client.GetGrain<ITurnGrain>("reads");
        var reads = new[] { grain.HoldReading(), grain.HoldReading() };
        await Begun(grain, 2);
        var write = grain.Next();
        Assert.False(write.IsCompleted);

        await grain.Release();

        await Task.WhenAll(reads);
        Assert.Equal(1, await write);
    }

    [Fact]
    public async Task ReadOnlyRequest_WhileAWriteIsUnfinished_Waits()
    {
        await using var cluster = await Cluster.Start();
        var grain = cluster.Client.GetGrain<ITurnGrain>("write-first");
        var write = grain.Hold();
        await Begun(grain, 1);
        var read = grain.HoldReading();
        Assert.Equal(1, await grain.Begun());

        await grain.Release();

        await Task.WhenAll(write, read);
        Assert.Equal(2, await grain.Begun());
    }

    private static Task Begun(ITurnGrain grain, int holds) => Cluster.Until(async () => await grain.Begun() == holds);
}
