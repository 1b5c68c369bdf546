using Orleans.Runtime;

namespace Orleans.Local;

/// <summary>Wakes one grain. Ticks keep to the times that the first one sets; those missed while the silo was down are not made up.</summary>
internal sealed class ReminderTicker : IDisposable
{
    private readonly Silo _silo;
    private readonly ReminderEntry _entry;
    private readonly ITimer _timer;

    public ReminderTicker(Silo silo, ReminderEntry entry)
    {
        _silo = silo;
        _entry = entry;
        _timer = silo.Time.CreateTimer(static self => _ = ((ReminderTicker)self!).Tick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        ScheduleNext();
    }

    public string? ETag => _entry.ETag;

    public void Dispose() => _timer.Dispose();

    private void ScheduleNext()
    {
        var now = _silo.Time.GetUtcNow().UtcDateTime;
        var untilFirst = _entry.StartAt - now;
        var wait = untilFirst > TimeSpan.Zero ? untilFirst : _entry.Period - TimeSpan.FromTicks(-untilFirst.Ticks % _entry.Period.Ticks);
        _timer.Change(wait, Timeout.InfiniteTimeSpan);
    }

    private async Task Tick()
    {
        try
        {
            var status = new TickStatus(_entry.StartAt, _entry.Period, _silo.Time.GetUtcNow().UtcDateTime);
            await _silo.Factory.GetGrain<IRemindable>(_entry.GrainId).ReceiveReminder(_entry.ReminderName, status);
        }
        catch (Exception exception)
        {
            Log.ReminderFailed(_silo.Logger, _entry.ReminderName, _entry.GrainId, exception);
        }

        ScheduleNext();
    }
}
