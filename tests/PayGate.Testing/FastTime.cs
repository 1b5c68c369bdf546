namespace PayGate.Testing;

/// <summary>
/// A clock that also runs by itself, a number of times as fast as the machine's, and whose timers fire: what PayGate does after a while is seen sooner.
/// </summary>
public sealed class FastTime(DateTimeOffset start, int factor) : SteppedTime(start)
{
    private readonly long _started = System.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + (System.GetElapsedTime(_started) * factor);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new FastTimer(System.CreateTimer(callback, state, Shorten(dueTime), Shorten(period)), Shorten);

    private TimeSpan Shorten(TimeSpan time) => time > TimeSpan.Zero ? time / factor : time;

    private sealed class FastTimer(ITimer timer, Func<TimeSpan, TimeSpan> shorten) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(shorten(dueTime), shorten(period));

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
