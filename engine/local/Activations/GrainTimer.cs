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

    public GrainTimer(Activation activation, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        Validate(options.DueTime);
        Validate(options.Period);
        _activation = activation;
        _callback = callback;
        _options = options;
        using (ExecutionContext.SuppressFlow())
        {
            _timer = activation.Silo.Time.CreateTimer(
                static timer => ((GrainTimer)timer!).Tick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        activation.Timers.TryAdd(this, true);
        _timer.Change(options.DueTime, Timeout.InfiniteTimeSpan);
    }

    public override bool AlwaysInterleave => _options.Interleave;

    public override bool KeepAlive => _options.KeepAlive;

    public override bool IsAbandoned => _disposal.IsCancellationRequested;

    public void Dispose()
    {
        _disposal.Cancel();
        _timer.Dispose();
        _activation.Timers.TryRemove(this, out _);
    }

    public override async Task Run()
    {
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

        if (!IsAbandoned)
        {
            _timer.Change(_options.Period, Timeout.InfiniteTimeSpan);
        }

        Activation.Complete(this);
    }

    private static void Validate(TimeSpan value)
    {
        if (value < TimeSpan.Zero && value != Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "A timer's times are not negative, or infinite.");
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
