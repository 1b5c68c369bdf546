using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;

namespace Orleans.Local;

internal sealed partial class Activation
{
    private readonly List<GrainTimer> _timers = [];
    private readonly List<IStateLoader> _states = [];
    private AsyncServiceScope? _scope;
    private TaskCompletionSource? _deactivated;
    private DeactivationReason? _reason;
    private bool _used = true;
    private long _lastUse;
    private long _keepUntil;
    private Dictionary<string, object>? _activationContext;

    public Task Deactivated
    {
        get
        {
            lock (_gate)
            {
                return _phase == Phase.Closed
                    ? Task.CompletedTask
                    : (_deactivated ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }
        }
    }

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

    public void AddTimer(GrainTimer timer)
    {
        lock (_timers)
        {
            _timers.Add(timer);
        }
    }

    public void RemoveTimer(GrainTimer timer)
    {
        lock (_timers)
        {
            _timers.Remove(timer);
        }
    }

    public void DelayDeactivation(TimeSpan period) =>
        _keepUntil = Silo.Time.GetTimestamp() + (long)(period.TotalSeconds * Silo.Time.TimestampFrequency);

    /// <summary>Deactivates if it was not used for the given time. Use is noticed from one look to the next.</summary>
    public void CollectIfIdle(TimeSpan age)
    {
        var now = Silo.Time.GetTimestamp();
        lock (_gate)
        {
            if (_phase != Phase.Active || _used || _load > 0)
            {
                _used = false;
                _lastUse = now;
                return;
            }

            if (Silo.Time.GetElapsedTime(_lastUse, now) < age || now < _keepUntil)
            {
                return;
            }

            _reason ??= new DeactivationReason(DeactivationReasonCode.ActivationIdle, $"The activation was idle for {age}.");
            BeginDeactivation();
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
            if (_states.Count > 0 || Class.HasActivationHook)
            {
                await RunActivationHooks();
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
                BeginWaiting();
            }
            else
            {
                BeginDeactivation();
            }
        }
    }

    private async Task RunActivationHooks()
    {
        using var timeout = new CancellationTokenSource(Silo.Collection.ActivationTimeout);
        foreach (var state in _states)
        {
            await state.Load(timeout.Token);
        }

        await ((IGrainBase)GrainInstance!).OnActivateAsync(timeout.Token).WaitAsync(timeout.Token);
    }

    private async Task DeactivateAsync()
    {
        DisposeTimers();
        if (Class.HasDeactivationHook)
        {
            try
            {
                using var timeout = new CancellationTokenSource(Silo.Collection.DeactivationTimeout);
                await ((IGrainBase)GrainInstance!).OnDeactivateAsync(_reason!.Value, timeout.Token).WaitAsync(timeout.Token);
            }
            catch (Exception exception)
            {
                Log.DeactivationFailed(Silo.Logger, GrainId, exception);
            }
        }

        await Close(null);
    }

    /// <summary>The end: turns that wait fail with the exception, or go to the next activation.</summary>
    private async Task Close(Exception? failure)
    {
        DisposeTimers();
        await DisposeInstance();
        Class.Remove(this);
        TurnList waiting;
        lock (_gate)
        {
            _phase = Phase.Closed;
            waiting = _waiting;
            _waiting = default;
            _deactivated?.TrySetResult();
        }

        while (waiting.First is { } turn)
        {
            waiting.RemoveAfter(null, turn);
            if (failure is null)
            {
                turn.Reroute();
            }
            else
            {
                turn.Fail(failure);
            }
        }
    }

    private async Task DisposeInstance()
    {
        try
        {
            if (GrainInstance is IAsyncDisposable asyncDisposable)
            {
                await asyncDisposable.DisposeAsync();
            }
            else if (GrainInstance is IDisposable disposable)
            {
                disposable.Dispose();
            }

            if (_scope is { } scope)
            {
                await scope.DisposeAsync();
            }
        }
        catch (Exception exception)
        {
            Log.DeactivationFailed(Silo.Logger, GrainId, exception);
        }
    }

    private void DisposeTimers()
    {
        GrainTimer[] timers;
        lock (_timers)
        {
            timers = [.. _timers];
            _timers.Clear();
        }

        foreach (var timer in timers)
        {
            timer.Dispose();
        }
    }
}
