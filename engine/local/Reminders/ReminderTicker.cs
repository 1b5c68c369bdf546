using Orleans.Runtime;

namespace Orleans.Local;

/// <summary>Wakes one grain. Ticks keep to the times that the first one sets; those missed while the silo was down are not made up.</summary>
internal sealed class ReminderTicker : IDisposable
{
    /// <summary>Timers take no more than 49 days.</summary>
    private static readonly TimeSpan WaitMax = TimeSpan.FromDays(1);

    private readonly Silo _silo;
    private readonly ReminderEntry _entry;
    private readonly ITimer _timer;
    private DateTime _next;

    public ReminderTicker(Silo silo, ReminderEntry entry)
    {
        _silo = silo;
        _entry = entry;
        _timer = silo.Time.CreateTimer(static self => _ = ((ReminderTicker)self!).Tick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        ScheduleNext();
    }

    public string? ETag => _entry.ETag;

    public void Dispose() => _timer.Dispose();

    private DateTime Now => _silo.Time.GetUtcNow().UtcDateTime;

    private void ScheduleNext()
    {
        var late = (Now - _entry.StartAt).Ticks;
        _next = late < 0 ? _entry.StartAt : Now.AddTicks(_entry.Period.Ticks - (late % _entry.Period.Ticks));
        Wait();
    }

    private void Wait()
    {
        var wait = _next - Now;
        _timer.Change(wait < TimeSpan.Zero ? TimeSpan.Zero : wait < WaitMax ? wait : WaitMax, Timeout.InfiniteTimeSpan);
    }

    private async Task Tick()
    {
        if (!_silo.IsAvailable)
        {
            return;
        }

        if (Now < _next)
        {
            Wait();
            return;
        }

        try
        {
            var status = new TickStatus(_entry.StartAt, _entry.Period, Now);
            await _silo.Factory.GetGrain<IRemindable>(_entry.GrainId).ReceiveReminder(_entry.ReminderName, status);
        }
        catch (Exception exception)
        {
            Log.ReminderFailed(_silo.Logger, _entry.ReminderName, _entry.GrainId, exception);
        }

        ScheduleNext();
    }
}
