using PayGate.Clocks;

namespace PayGate.Domain.Tests.Clocks;

public sealed class SandboxClockTests
{
    private static readonly DateTimeOffset Start = new(2030, 1, 7, 9, 30, 0, TimeSpan.Zero);

    private readonly WallTime _wall = new();
    private readonly SandboxClock _clock;

    public SandboxClockTests() => _clock = new SandboxClock(_wall);

    [Fact]
    public void GetUtcNow_BeforeAnyAdvance_IsTheWallClocks() => Assert.Equal(Start, _clock.GetUtcNow());

    [Fact]
    public void Follow_MovesInstantsAndNothingElse()
    {
        _clock.Follow(TimeSpan.FromDays(7));

        Assert.Equal(Start.AddDays(7), _clock.GetUtcNow());
        Assert.Equal((42L, 1_000L), (_clock.GetTimestamp(), _clock.TimestampFrequency));
        Assert.Equal(_wall.LocalTimeZone, _clock.LocalTimeZone);
        Assert.Null(_clock.CreateTimer(_ => { }, null, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(5)));
        Assert.Equal((TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(5)), _wall.Timer);
    }

    [Fact]
    public void Follow_OfOlderNews_DoesNotGoBack()
    {
        _clock.Follow(TimeSpan.FromHours(2));
        _clock.Follow(TimeSpan.FromHours(1));

        Assert.Equal(TimeSpan.FromHours(2), _clock.Offset);
    }

    [Fact]
    public async Task Follow_FromManyThreads_EndsAtTheGreatest()
    {
        using var start = new Barrier(8);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(thread => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                for (var offset = 0; offset < 1_000; offset++)
                {
                    _clock.Follow(TimeSpan.FromTicks((offset * 8) + thread));
                }
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

        Assert.Equal(7_999, _clock.Offset.Ticks);
    }

    private sealed class WallTime : TimeProvider
    {
        public (TimeSpan Due, TimeSpan Period) Timer { get; private set; }

        public override TimeZoneInfo LocalTimeZone { get; } = TimeZoneInfo.CreateCustomTimeZone("wall", TimeSpan.FromHours(3), "wall", "wall");

        public override long TimestampFrequency => 1_000;

        public override DateTimeOffset GetUtcNow() => Start;

        public override long GetTimestamp() => 42;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Timer = (dueTime, period);
            return null!;
        }
    }
}
