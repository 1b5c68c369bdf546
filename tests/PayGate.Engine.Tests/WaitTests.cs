using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using Orleans.Configuration;

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

    /// <summary>Calls a grain that calls this one back.</summary>
    Task<string> CallAndBeCalledBack(string key);

    Task<string> CallBack(string key);

    /// <summary>Waits as long as the engine lets it for a grain that does not answer.</summary>
    [ResponseTimeout("00:00:20")]
    Task<string> AwaitSilence(string key);

    Task NeverAnswer();

    /// <summary>Ends with <see cref="Release"/>, and has no time-out of its own.</summary>
    Task HoldLong();

    Task UntilCanceled(CancellationToken cancellationToken);

    [AlwaysInterleave]
    Task<bool> WasCanceled();

    [AlwaysInterleave]
    Task<int> Begun();

    Task Fail(string message);

    Task FailThrough(string key, string message);

    Task FailDeeply();
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

    public Task<string> CallItself() => Answer(GrainFactory.GetGrain<IWaitGrain>(this.GetPrimaryKeyString()).Ping());

    public Task<string> CallAndBeCalledBack(string key) => GrainFactory.GetGrain<IWaitGrain>(key).CallBack(this.GetPrimaryKeyString());

    public Task<string> CallBack(string key) => Answer(GrainFactory.GetGrain<IWaitGrain>(key).Ping());

    public Task<string> AwaitSilence(string key) => Answer(GrainFactory.GetGrain<IWaitGrain>(key).NeverAnswer());

    public Task NeverAnswer() => _release.Task;

    public Task HoldLong()
    {
        _begun++;
        return _release.Task;
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

    public Task FailDeeply() => throw new InvalidOperationException("outer", new ArgumentException("inner"));

    private static async Task<string> Answer(Task call)
    {
        try
        {
            await call;
            return "answered";
        }
        catch (TimeoutException)
        {
            return "timed out";
        }
    }
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
    public async Task CallBack_IntoAGrainThatWaits_TimesOut()
    {
        await using var cluster = await Cluster.Start();
        Assert.Equal("timed out", await cluster.Client.GetGrain<IWaitGrain>("front").CallAndBeCalledBack("back"));
    }

    [Fact]
    public async Task ResponseTimeout_IsHalfAMinute_UnlessSetOtherwise()
    {
        await using var plain = await Cluster.Start();
        Assert.Equal(TimeSpan.FromSeconds(30), plain.GetSiloServiceProvider().GetRequiredService<IOptions<SiloMessagingOptions>>().Value.ResponseTimeout);
        await using var cluster = await Cluster.Start(silo =>
            silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromSeconds(1)));
        Assert.Equal("timed out", await cluster.Client.GetGrain<IWaitGrain>("waits").AwaitSilence("silent"));
        await cluster.Client.GetGrain<IWaitGrain>("silent").Release();
    }

    [Fact]
    public async Task Cancellation_OfARequestThatWaits_FreesTheCallerAndThenTheGrain()
    {
        await using var cluster = await Cluster.Start();
        using var source = new CancellationTokenSource();
        var grain = cluster.Client.GetGrain<IWaitGrain>("canceled-waiting");
        var holding = grain.HoldLong();
        await Cluster.Until(async () => await grain.Begun() == 1);
        var waiting = grain.UntilCanceled(source.Token);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);

        await grain.Release();

        // Whether it still begins depends on which comes first, the news or its turn; begun, it ends at once, or this call would wait for it in vain.
        await holding;
        await grain.Ping();
    }

    [Fact]
    public async Task Exception_KeepsItsCause()
    {
        await using var cluster = await Cluster.Start();
        var error = await Assert.ThrowsAsync<InvalidOperationException>(cluster.Client.GetGrain<IWaitGrain>("deep").FailDeeply);
        Assert.Equal("inner", Assert.IsType<ArgumentException>(error.InnerException).Message);
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
