namespace PayGate.Simulation.Tests.Outage;

/// <summary>Time that passes by itself, its timers included.</summary>
public sealed class FastTimeTests
{
    private static readonly DateTimeOffset Start = new(2030, 1, 7, 9, 30, 0, TimeSpan.Zero);

    [Fact]
    public async Task Timer_OfAnHour_FiresWhenTheClockSaysSo()
    {
        var time = new FastTime(Start, factor: 36_000);
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var timer = new PeriodicTimer(TimeSpan.FromHours(1), time);

        Assert.True(await timer.WaitForNextTickAsync(deadline.Token));

        // The machine's timers may be a millisecond early, which is 36 s here.
        Assert.InRange(time.GetUtcNow(), Start.AddMinutes(59), DateTimeOffset.MaxValue);
    }

    [Fact]
    public void Advance_AddsToWhatPasses()
    {
        var time = new FastTime(Start, factor: 1);

        time.Advance(TimeSpan.FromDays(1));

        Assert.InRange(time.GetUtcNow(), Start.AddDays(1), Start.AddDays(1).AddHours(1));
    }
}
