namespace PayGate.Clocks;

/// <summary>
/// PayGate's time in the sandbox: the wall clock and an offset that only grows, the same in all processes of one database. Only instants are moved: timers,
/// time stamps and waits stay the wall clock's (docs/adr/0012-clock.md).
/// </summary>
/// <param name="wall">The clock on the wall.</param>
public sealed class SandboxClock(TimeProvider wall) : TimeProvider
{
    /// <summary>Key under which a host registers the clock on the wall, for what must not move with PayGate's.</summary>
    public const string Wall = "wall";

    private long _offsetTicks;

    public TimeSpan Offset => new(Interlocked.Read(ref _offsetTicks));

    public override TimeZoneInfo LocalTimeZone => wall.LocalTimeZone;

    public override long TimestampFrequency => wall.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => wall.GetUtcNow() + Offset;

    public override long GetTimestamp() => wall.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        wall.CreateTimer(callback, state, dueTime, period);

    /// <summary>Takes over what is stored. A smaller offset is older news, and is passed over: time never goes back.</summary>
    public void Follow(TimeSpan stored)
    {
        for (var known = Interlocked.Read(ref _offsetTicks); stored.Ticks > known;)
        {
            var met = Interlocked.CompareExchange(ref _offsetTicks, stored.Ticks, known);
            known = met == known ? stored.Ticks : met;
        }
    }
}
