using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;

namespace Orleans.Local;

internal sealed partial class Activation
{
    private ConcurrentDictionary<GrainTimer, bool>? _timers;
    private readonly List<IStateLoader> _states = [];
    private readonly TaskCompletionSource _deactivated = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private AsyncServiceScope? _scope;
    private DeactivationReason? _reason;
    private bool _used = true;
    private long _lastUse;
    private Dictionary<string, object>? _activationContext;

    public Task Deactivated => _deactivated.Task;

    /// <summary>The timers that run; most grains have none.</summary>
    public ConcurrentDictionary<GrainTimer, bool> Timers => LazyInitializer.EnsureInitialized(ref _timers);

    /// <summary>Begins the activation with the request context of the first call.</summary>
    public void Activate(Dictionary<string, object>? requestContext)
    {
        _lastUse = Silo.Time.GetTimestamp();
        _activationContext = requestContext;
        Schedule(RunActivation, this);
    }

    public void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            _reason ??= deactivationReason;
            if (_phase == Phase.Active)
            {
                BeginDeactivation();
            }
        }
    }

    public void AddState(IStateLoader state) => _states.Add(state);

    /// <summary>Deactivates if it was not used for its class's collection age. Use is noticed from one look to the next.</summary>
    public void CollectIfIdle()
    {
        var now = Silo.Time.GetTimestamp();
        lock (_gate)
        {
            if (_phase != Phase.Active || _used || _load > 0)
            {
                _used = false;
                _lastUse = now;
            }
            else if (Silo.Time.GetElapsedTime(_lastUse, now) >= Class.CollectionAge)
            {
                _reason ??= new DeactivationReason(DeactivationReasonCode.ActivationIdle, $"The activation was idle for {Class.CollectionAge}.");
                BeginDeactivation();
            }
        }
    }

    private void BeginDeactivation()
    {
        _phase = Phase.Deactivating;
        if (IsQuiet)
        {
            Schedule(RunDeactivation, this);
        }
    }

    private async Task ActivateAsync()
    {
        try
        {
            RequestContext.Current = _activationContext;
            _activationContext = null;
            _scope = Silo.Services.CreateAsyncScope();
            GrainInstance = Class.CreateInstance(this);
            if (Class.HasHooks)
            {
                using var timeout = new CancellationTokenSource(Silo.Collection.ActivationTimeout);
                foreach (var state in _states)
                {
                    await state.Load(timeout.Token);
                }

                await ((IGrainBase)GrainInstance).OnActivateAsync(timeout.Token).WaitAsync(timeout.Token);
            }
        }
        catch (Exception exception)
        {
            Log.ActivationFailed(Silo.Logger, GrainId, exception);
            await Close(exception);
            return;
        }

        lock (_gate)
        {
            _phase = Phase.Active;
            if (_reason is null)
            {
                BeginWaiting(all: true);
            }
            else
            {
                BeginDeactivation();
            }
        }
    }

    private async Task DeactivateAsync()
    {
        DisposeTimers();
        try
        {
            if (Class.HasHooks)
            {
                using var timeout = new CancellationTokenSource(Silo.Collection.DeactivationTimeout);
                await ((IGrainBase)GrainInstance!).OnDeactivateAsync(_reason!.Value, timeout.Token).WaitAsync(timeout.Token);
            }
        }
        catch (Exception exception)
        {
            Log.DeactivationFailed(Silo.Logger, GrainId, exception);
        }

        await Close(null);
    }

    /// <summary>The end: turns that wait fail with the exception, or go to the next activation.</summary>
    private async Task Close(Exception? failure)
    {
        DisposeTimers();
        Class.Remove(this);
        lock (_gate)
        {
            _phase = Phase.Closed;
            _deactivated.TrySetResult();
        }

        foreach (var turn in _waiting)
        {
            if (failure is null)
            {
                turn.Reroute();
            }
            else
            {
                turn.Fail(failure);
            }
        }

        await (_scope?.DisposeAsync() ?? default);
    }

    private void DisposeTimers()
    {
        foreach (var timer in _timers?.Keys ?? [])
        {
            timer.Dispose();
        }
    }
}
