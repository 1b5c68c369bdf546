using Orleans;
using Orleans.Concurrency;

namespace PayGate.Engine.Tests;

public interface ITurnGrain : IGrainWithStringKey
{
    /// <summary>Ends when <see cref="Release"/> is called.</summary>
    Task<int> Hold();

    [AlwaysInterleave]
    Task Release();

    Task<int> Count();

    [ReadOnly]
    Task<int> HoldReading();

    [AlwaysInterleave]
    Task<int> Begun();

    Task<string> Key();
}

internal sealed class TurnGrain : Grain, ITurnGrain
{
    private readonly TaskCompletionSource _release = new();
    private int _begun;
    private int _count;

    public async Task<int> Hold()
    {
        _begun++;
        await _release.Task;
        return ++_count;
    }

    public Task Release()
    {
        _release.TrySetResult();
        return Task.CompletedTask;
    }

    public Task<int> Count() => Task.FromResult(++_count);

    public async Task<int> HoldReading()
    {
        _begun++;
        await _release.Task;
        return _begun;
    }

    public Task<int> Begun() => Task.FromResult(_begun);

    public Task<string> Key() => Task.FromResult(this.GetPrimaryKeyString());
}

public sealed class TurnTests
{
    [Fact]
    public async Task Request_WhileAnotherIsUnfinished_Waits()
    {
        await using var cluster = await Cluster.Start();
        var grain = cluster.Client.GetGrain<ITurnGrain>("waits");
        var first = grain.Hold();
        var second = grain.Count();
        Assert.Equal(1, await grain.Begun());
        await grain.Release();
        Assert.Equal(1, await first);
        Assert.Equal(2, await second);
        Assert.Equal("waits", await grain.Key());
    }
}
