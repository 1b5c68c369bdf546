using Microsoft.Extensions.DependencyInjection;
using Orleans.Concurrency;
using Orleans.Configuration;
using Orleans.TestingHost;

namespace PayGate.Engine.Tests;

public interface ILifeGrain : IGrainWithStringKey
{
    Task<Guid> Instance();

    /// <summary>Answers after <see cref="Release"/>, having asked for its end before.</summary>
    Task<Guid> Leave();

    Task LeaveAtOnce();

    /// <summary>Ends with <see cref="Release"/>.</summary>
    Task Hold();

    [AlwaysInterleave]
    Task Release();
}

internal sealed class LifeGrain(ActivationLog log) : Grain, ILifeGrain
{
    private readonly Guid _instance = Guid.NewGuid();
    private readonly TaskCompletionSource _release = new();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        log.Add($"activated {this.GetPrimaryKeyString()}");
        return this.GetPrimaryKeyString() == "broken" && log.BreakNext()
            ? throw new InvalidOperationException("cannot begin")
            : Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        log.Add($"deactivated {this.GetPrimaryKeyString()} {reason.ReasonCode}");
        return this.GetPrimaryKeyString() == "fails-to-end" ? throw new InvalidOperationException("cannot end") : Task.CompletedTask;
    }

    public Task<Guid> Instance() => Task.FromResult(_instance);

    public async Task<Guid> Leave()
    {
        DeactivateOnIdle();
        log.Add($"leaving {this.GetPrimaryKeyString()}");
        await _release.Task;
        return _instance;
    }

    public Task LeaveAtOnce()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task Hold() => _release.Task;

    public Task Release()
    {
        _release.TrySetResult();
        return Task.CompletedTask;
    }
}

/// <summary>What happened to the activations of one cluster.</summary>
internal sealed class ActivationLog
{
    private readonly List<string> _lines = [];
    private bool _broken;

    public string[] Lines
    {
        get
        {
            lock (_lines)
            {
                return [.. _lines];
            }
        }
    }

    public void Add(string line)
    {
        lock (_lines)
        {
            _lines.Add(line);
        }
    }

    /// <summary>True the first time.</summary>
    public bool BreakNext() => !_broken && (_broken = true);
}

public interface IWorkerGrain : IGrainWithStringKey
{
    Task<Guid> Meet(int party);
}

[StatelessWorker(2)]
internal sealed class WorkerGrain(Meeting meeting) : Grain, IWorkerGrain
{
    private readonly Guid _instance = Guid.NewGuid();

    public async Task<Guid> Meet(int party)
    {
        await meeting.Arrive(party);
        return _instance;
    }
}

/// <summary>Opens when as many have arrived as belong to the party.</summary>
internal sealed class Meeting
{
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _arrived;

    public Task Arrive(int party)
    {
        if (Interlocked.Increment(ref _arrived) == party)
        {
            _open.SetResult();
        }

        return _open.Task;
    }
}

/// <summary>What grains stand on; it ends with the silo's services.</summary>
internal sealed class Ground(ActivationLog log) : IDisposable
{
    public void Dispose() => log.Add("ground gone");
}

/// <summary>Activation, deactivation, collection.</summary>
public sealed class ActivationTests
{
    private readonly ActivationLog _log = new();

    [Fact]
    public async Task DeactivateOnIdle_EndsAfterTheRequest_AndTheNextCallBeginsAnew()
    {
        await using var cluster = await Start();
        var grain = cluster.Client.GetGrain<ILifeGrain>("leaves");
        var first = await grain.Instance();
        await grain.LeaveAtOnce();
        Assert.NotEqual(first, await grain.Instance());
        Assert.Equal(["activated leaves", "deactivated leaves ApplicationRequested", "activated leaves"], _log.Lines);
    }

    [Fact]
    public async Task DeactivateOnIdle_WithARequestUnfinished_LetsItEnd_AndPassesOnWhatWaits()
    {
        await using var cluster = await Start();
        var grain = cluster.Client.GetGrain<ILifeGrain>("drains");
        var first = await grain.Instance();
        Assert.True(cluster.TryGetGrainContext(grain.GetGrainId(), out var context));
        var leaving = grain.Leave();
        await Cluster.Until(() => Task.FromResult(_log.Lines.Contains("leaving drains")));
        var waiting = grain.Instance();
        await ((ILifeGrain)context.GrainInstance!).Release();
        Assert.Equal(first, await leaving);
        Assert.NotEqual(first, await waiting);
    }

    [Fact]
    public async Task FailedActivation_FailsItsCalls_AndTheNextCallTriesAgain()
    {
        await using var cluster = await Start();
        var grain = cluster.Client.GetGrain<ILifeGrain>("broken");
        var error = await Assert.ThrowsAnyAsync<Exception>(grain.Instance);
        Assert.Equal("cannot begin", error.GetBaseException().Message);
        await grain.Instance();
        Assert.Equal(["activated broken", "activated broken"], _log.Lines);
    }

    [Fact]
    public async Task FailedDeactivation_EndsAllTheSame()
    {
        await using var cluster = await Start();
        var grain = cluster.Client.GetGrain<ILifeGrain>("fails-to-end");
        var first = await grain.Instance();
        await grain.LeaveAtOnce();
        Assert.NotEqual(first, await grain.Instance());
    }

    [Fact]
    public async Task BusyActivation_IsNotCollected()
    {
        await using var cluster = await Start(CollectSoon);
        var (busy, idle) = (cluster.Client.GetGrain<ILifeGrain>("busy"), cluster.Client.GetGrain<ILifeGrain>("idle-beside"));
        var before = await busy.Instance();
        var holding = busy.Hold();
        for (var round = 0; round < 3; round++)
        {
            await idle.Instance();
            await cluster.WaitForDeactivationAsync(idle);
        }

        await busy.Release();

        await holding;
        Assert.Equal(before, await busy.Instance());
    }

    [Fact]
    public async Task IdleActivation_IsCollected()
    {
        await using var cluster = await Start(CollectSoon);
        var grain = cluster.Client.GetGrain<ILifeGrain>("idle");
        await grain.Instance();
        await cluster.WaitForDeactivationAsync(grain);
        Assert.Equal(["activated idle", "deactivated idle ActivationIdle"], _log.Lines);
    }

    [Fact]
    public async Task Shutdown_DeactivatesAll_BeforeTheirServicesEnd()
    {
        var cluster = await Start(silo => silo.ConfigureServices(services => services.AddSingleton<Ground>()));
        cluster.GetSiloServiceProvider().GetRequiredService<Ground>();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(number => cluster.Client.GetGrain<ILifeGrain>($"{number}").Instance()));
        await cluster.StopAllSilosAsync();
        Assert.Equal(20, _log.Lines.Count(line => line.StartsWith("deactivated", StringComparison.Ordinal)));
        Assert.Equal("ground gone", _log.Lines[^1]);
        await cluster.DisposeAsync();
    }

    [Fact]
    public async Task StatelessWorker_HasSeveralActivationsPerKey()
    {
        await using var cluster = await Start();
        var instances = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => cluster.Client.GetGrain<IWorkerGrain>("pool").Meet(2)));
        Assert.Equal(2, instances.Distinct().Count());
    }

    [Fact]
    public async Task StatelessWorker_HasNoMoreActivationsThanItsLimit()
    {
        await using var cluster = await Start();
        var instances = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => cluster.Client.GetGrain<IWorkerGrain>("limit").Meet(2)));
        Assert.Equal(2, instances.Distinct().Count());
    }

    private static void CollectSoon(ISiloBuilder silo) => silo.Configure<GrainCollectionOptions>(options =>
    {
        options.CollectionQuantum = TimeSpan.FromMilliseconds(100);
        options.CollectionAge = TimeSpan.FromMilliseconds(300);
    });

    private Task<InProcessTestCluster> Start(Action<ISiloBuilder>? configure = null) =>
        Cluster.Start(silo =>
        {
            silo.ConfigureServices(services => services.AddSingleton(_log).AddSingleton<Meeting>());
            configure?.Invoke(silo);
        });
}
