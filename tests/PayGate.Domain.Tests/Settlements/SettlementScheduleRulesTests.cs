using System.Globalization;
using PayGate.Grains.Settlements;
using PayGate.PaymentIntents;
using static PayGate.Domain.Tests.Settlements.GivenSettlement;

namespace PayGate.Domain.Tests.Settlements;

public sealed class SettlementScheduleRulesTests
{
    [Theory]
    // All that has ended is closed.
    [InlineData("2030-01-07", "2030-01-07", null, null)]
    [InlineData("2030-01-07", "2030-01-06", "2030-01-05T12:00Z", null)]
    // Days without movements are closed at once.
    [InlineData("2030-01-07", "2030-01-20", null, "2030-01-20")]
    // Each day with movements is closed by itself.
    [InlineData("2030-01-07", "2030-01-20", "2030-01-08T12:00Z", "2030-01-08")]
    [InlineData("2030-01-07", "2030-01-20", "2030-01-15T12:00Z", "2030-01-15")]
    // Late ones go with the next day.
    [InlineData("2030-01-07", "2030-01-20", "2030-01-05T12:00Z", "2030-01-08")]
    // The day is the merchant's: 23:30 in London is the next day in Paris.
    [InlineData("2030-01-07", "2030-01-20", "2030-01-14T23:30Z", "2030-01-15")]
    public void NextDay_IsTheOldestThatIsOpen(string closed, string lastEnded, string? oldest, string? expected) => Assert.Equal(
        Day(expected),
        SettlementScheduleDecider.NextDay(
            Schedule with { ClosedThrough = Day(closed)!.Value },
            Day(lastEnded)!.Value,
            oldest is null ? null : DateTimeOffset.Parse(oldest, CultureInfo.InvariantCulture),
            Paris));

    [Fact]
    public void Close_OfADayThatIsClosed_IsNothing() =>
        Assert.Empty(SettlementScheduleDecider.Decide(Schedule, new CloseDays(Schedule.ClosedThrough, [], Paris), Midnight("2030-01-09")));

    [Fact]
    public void Open_Twice_IsNothing() =>
        Assert.Empty(SettlementScheduleDecider.Decide(Schedule, new OpenSchedule(Schedule.Id, Schedule.Tenant, null), Midnight("2030-01-09")));

    [Theory]
    // Clocks go forward on 31 March and back on 27 October, 2030: the next day's end follows them.
    [InlineData("2030-03-29", "2030-03-30T23:01:00Z")]
    [InlineData("2030-03-30", "2030-03-31T22:01:00Z")]
    [InlineData("2030-10-26", "2030-10-27T23:01:00Z")]
    public void NextAt_IsAMinuteAfterTheNextDay(string through, string nextAt)
    {
        var closed = Assert.Single(SettlementScheduleDecider.Decide(
            Schedule with { ClosedThrough = Day("2030-01-07")!.Value }, new CloseDays(Day(through)!.Value, [], Paris), Midnight("2030-11-01")));

        Assert.Equal(DateTimeOffset.Parse(nextAt, CultureInfo.InvariantCulture), Assert.IsType<DaysClosed>(closed).NextAt);
    }

    [Theory]
    [InlineData(null, "2030-01-05")]
    [InlineData("2030-01-03T00:00Z", "2030-01-01")]
    [InlineData("2030-01-09T00:00Z", "2030-01-05")]
    public void Open_BeginsBeforeAnythingThatIsOpen_InEveryTimeZone(string? oldest, string closedThrough)
    {
        DateTimeOffset? moved = oldest is null ? null : DateTimeOffset.Parse(oldest, CultureInfo.InvariantCulture);

        var opened = Assert.Single(SettlementScheduleDecider.Decide(null, new OpenSchedule("ss_1", Close.Tenant, moved), Midnight("2030-01-07")));

        Assert.Equal(Day(closedThrough), Assert.IsType<ScheduleOpened>(opened).ClosedThrough);
    }

    [Theory]
    [InlineData("2030-01-07", "2030-01-09")]
    [InlineData("2030-01-10", "2030-01-14")]
    [InlineData("2030-01-11", "2030-01-15")]
    [InlineData("2030-01-12", "2030-01-15")]
    [InlineData("2030-01-13", "2030-01-15")]
    public void PayoutDay_IsTheSecondBusinessDay(string closed, string payout) => Assert.Equal(Day(payout)!.Value, Settlement.PayoutDay(Day(closed)!.Value));

    [Theory]
    [InlineData("UTC", "2030-01-07T23:30:00Z", "2030-01-09T00:00:00Z")]
    [InlineData("Europe/Paris", "2030-01-07T23:30:00Z", "2030-01-09T23:00:00Z")]
    [InlineData("America/Los_Angeles", "2030-01-07T07:30:00Z", "2030-01-08T08:00:00Z")]
    public void AvailableOn_IsThePayoutDaysBeginning_WhereTheMerchantIs(string zone, string movedAt, string available) => Assert.Equal(
        DateTimeOffset.Parse(available, CultureInfo.InvariantCulture),
        Settlement.AvailableOn(DateTimeOffset.Parse(movedAt, CultureInfo.InvariantCulture), TimeZoneInfo.FindSystemTimeZoneById(zone)));

    private static readonly TimeZoneInfo Paris = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    private static DateOnly? Day(string? day) => day is null ? null : DateOnly.Parse(day, CultureInfo.InvariantCulture);
}
