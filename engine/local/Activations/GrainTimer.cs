using Orleans.Runtime;

namespace Orleans.Local;

/// <summary>Ticks as turns of its activation. The period runs from the end of a tick, so ticks of one timer never overlap.</summary>
internal sealed class GrainTimer : Turn, IGrainTimer
{
    private readonly Activation _activation;
    private readonly Func<CancellationToken, Task> _callback;
    private readonly GrainTimerCreationOptions _options;
    private readonly CancellationTokenSource _disposal = new();
    private readonly ITimer _timer;
    private TimeSpan _period;
    private TimeSpan? _changedDueTime;
    private bool _ticking;

    private GrainTimer(Activation activation, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        _activation = activation;
        _callback = callback;
        _options = options;
        _period = options.Period;
        using (ExecutionContext.SuppressFlow())
        {
            _timer = activation.Silo.Time.CreateTimer(
                static timer => ((GrainTimer)timer!).Tick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    public override bool AlwaysInterleave => _options.Interleave;

    public override bool KeepAlive => _options.KeepAlive;

    public override bool IsAbandoned => _disposal.IsCancellationRequested;

    public static GrainTimer Start(Activation activation, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        Validate(options.DueTime, nameof(options.DueTime));
        Validate(options.Period, nameof(options.Period));
        var timer = new GrainTimer(activation, callback, options);
        activation.AddTimer(timer);
        timer._timer.Change(options.DueTime, Timeout.InfiniteTimeSpan);
        return timer;
    }

    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        Validate(dueTime, nameof(dueTime));
        Validate(period, nameof(period));
        _period = period;
        if (_ticking)
        {
            _changedDueTime = dueTime;
        }
        else if (!IsAbandoned)
        {
            _timer.Change(dueTime, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        _disposal.Cancel();
        _timer.Dispose();
        _activation.RemoveTimer(this);
    }

    public override async Task Run()
    {
        _ticking = true;
        try
        {
            if (!IsAbandoned)
            {
                await _callback(_disposal.Token);
            }
        }
        catch (Exception exception)
        {
            Log.TimerFailed(_activation.Silo.Logger, _activation.GrainId, exception);
        }

        _ticking = false;
        if (!IsAbandoned)
        {
            _timer.Change(_changedDueTime ?? _period, Timeout.InfiniteTimeSpan);
        }

        _changedDueTime = null;
        Activation.Complete(this);
    }

    public override void Reroute()
    {
    }

    public override void Fail(Exception exception)
    {
    }

    private static void Validate(TimeSpan value, string name)
    {
        if (value < TimeSpan.Zero && value != Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentOutOfRangeException(name, value, "A timer's times are not negative, or infinite.");
        }
    }

    private void Tick()
    {
        if (_activation.Silo.IsAvailable)
        {
            _activation.TryEnqueue(this);
        }
    }
}
