using Orleans.Runtime;

namespace Orleans.Local;

/// <summary>Wakes one grain. Ticks keep to the times that the first one sets; those missed while the silo was down are not made up.</summary>
internal sealed class ReminderLoop : IDisposable
{
    /// <summary>Timers take no more than 49 days.</summary>
    private static readonly TimeSpan WaitMax = TimeSpan.FromDays(1);

    private readonly CancellationTokenSource _end = new();
    private readonly Silo _silo;
    private readonly ReminderEntry _entry;

    public ReminderLoop(Silo silo, ReminderEntry entry)
    {
        (_silo, _entry) = (silo, entry);
        using (ExecutionContext.SuppressFlow())
        {
            _ = Run(_end.Token);
        }
    }

    public string? ETag => _entry.ETag;

    private DateTime Now => _silo.Time.GetUtcNow().UtcDateTime;

    public void Dispose() => _end.Cancel();

    private async Task Run(CancellationToken end)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        for (var next = NextAfter(Now.AddTicks(-1)); !end.IsCancellationRequested; next = NextAfter(next > Now ? next : Now))
        {
            while (next - Now is { Ticks: > 0 } wait && !end.IsCancellationRequested)
            {
                await Task.Delay(wait < WaitMax ? wait : WaitMax, _silo.Time, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            if (!end.IsCancellationRequested)
            {
                await Tick();
            }
        }
    }

    private DateTime NextAfter(DateTime last)
    {
        var late = (last - _entry.StartAt).Ticks;
        return late < 0 ? _entry.StartAt : last.AddTicks(_entry.Period.Ticks - (late % _entry.Period.Ticks));
    }

    private async Task Tick()
    {
        try
        {
            var status = new TickStatus(_entry.StartAt, _entry.Period, Now);
            await _silo.Factory.GetGrain<IRemindable>(_entry.GrainId).ReceiveReminder(_entry.ReminderName, status);
        }
        catch (Exception exception)
        {
            Log.ReminderFailed(_silo.Logger, _entry.ReminderName, _entry.GrainId, exception);
        }
    }
}
