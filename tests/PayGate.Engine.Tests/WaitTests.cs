using Orleans.Concurrency;

namespace PayGate.Engine.Tests;

public interface IWaitGrain : IGrainWithStringKey
{
    /// <summary>Ends with <see cref="Release"/>.</summary>
    [ResponseTimeout("00:00:01")]
    Task Hold();

    [AlwaysInterleave]
    Task Release();

    [ResponseTimeout("00:00:01")]
    Task Ping();

    /// <summary>Waits for a call to itself, which waits for this one to end.</summary>
    Task<string> CallItself();

    Task UntilCanceled(CancellationToken cancellationToken);

    [AlwaysInterleave]
    Task<bool> WasCanceled();

    [AlwaysInterleave]
    Task<int> Begun();

    Task Fail(string message);

    Task FailThrough(string key, string message);
}

internal sealed class WaitGrain : Grain, IWaitGrain
{
    private readonly TaskCompletionSource _release = new();
    private readonly TaskCompletionSource<bool> _canceled = new();
    private int _begun;

    public Task Hold() => _release.Task;

    public Task Release()
    {
        _release.SetResult();
        return Task.CompletedTask;
    }

    public Task Ping() => Task.CompletedTask;

    public async Task<string> CallItself()
    {
        try
        {
            await GrainFactory.GetGrain<IWaitGrain>(this.GetPrimaryKeyString()).Ping();
            return "answered";
        }
        catch (TimeoutException)
        {
            return "timed out";
        }
    }

    public async Task UntilCanceled(CancellationToken cancellationToken)
    {
        _begun++;
        var wait = new TaskCompletionSource();
        await using var registration = cancellationToken.Register(wait.SetResult);
        await wait.Task;
        _canceled.TrySetResult(cancellationToken.IsCancellationRequested);
    }

    public Task<bool> WasCanceled() => _canceled.Task;

    public Task<int> Begun() => Task.FromResult(_begun);

    public Task Fail(string message) => throw new InvalidOperationException(message);

    public Task FailThrough(string key, string message) => GrainFactory.GetGrain<IWaitGrain>(key).Fail(message);
}

/// <summary>Answers that come late, never, or as exceptions.</summary>
public sealed class WaitTests
{
    [Fact]
    public async Task NoAnswer_InTime_IsATimeout()
    {
        await using var cluster = await Cluster.Start();
        var grain = cluster.Client.GetGrain<IWaitGrain>("late");
        await Assert.ThrowsAsync<TimeoutException>(grain.Hold);
        await grain.Release();
        await grain.Ping();
    }

    [Fact]
    public async Task CallToItself_TimesOut()
    {
        await using var cluster = await Cluster.Start();
        Assert.Equal("timed out", await cluster.Client.GetGrain<IWaitGrain>("itself").CallItself());
    }

    [Fact]
    public async Task Cancellation_FreesTheCaller_AndReachesTheGrain()
    {
        await using var cluster = await Cluster.Start();
        using var source = new CancellationTokenSource();
        var grain = cluster.Client.GetGrain<IWaitGrain>("cancel");
        var call = grain.UntilCanceled(source.Token);
        await Cluster.Until(async () => await grain.Begun() == 1);

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.True(await grain.WasCanceled());
    }

    [Fact]
    public async Task CanceledToken_BeforeTheCall_CallsNothing()
    {
        await using var cluster = await Cluster.Start();
        var grain = cluster.Client.GetGrain<IWaitGrain>("canceled-before");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => grain.UntilCanceled(new CancellationToken(canceled: true)));
        Assert.Equal(0, await grain.Begun());
    }

    [Fact]
    public async Task Exception_ReachesTheCaller_AlsoThroughAnotherGrain()
    {
        await using var cluster = await Cluster.Start();
        var grain = cluster.Client.GetGrain<IWaitGrain>("fails");
        var direct = await Assert.ThrowsAsync<InvalidOperationException>(() => grain.Fail("broken"));
        var through = await Assert.ThrowsAsync<InvalidOperationException>(() => grain.FailThrough("other", "far"));
        Assert.Equal("broken", direct.Message);
        Assert.Equal("far", through.Message);
        await grain.Ping();
    }

    [Fact]
    public async Task InterfaceWithoutAClass_IsNamed()
    {
        await using var cluster = await Cluster.Start();
        var error = Assert.Throws<ArgumentException>(() => cluster.Client.GetGrain<INobodyGrain>("x"));
        Assert.Contains(nameof(INobodyGrain), error.Message, StringComparison.Ordinal);
    }
}

/// <summary>No class implements it.</summary>
public interface INobodyGrain : IGrainWithStringKey
{
    Task Nothing();
}
