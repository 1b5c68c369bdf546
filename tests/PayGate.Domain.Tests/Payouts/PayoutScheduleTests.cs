using System.Globalization;
using PayGate.Grains.Settlements;
using PayGate.Merchants;
using static PayGate.Domain.Tests.Settlements.GivenSettlement;

namespace PayGate.Domain.Tests.Payouts;

public sealed class PayoutScheduleTests
{
    [Theory]
    [InlineData("daily", "2030-01-07", "2030-01-04", true)]
    [InlineData("daily", "2030-01-07", "2030-01-07", false)]
    [InlineData("daily", "2030-01-12", "2030-01-11", false)]
    [InlineData("manual", "2030-01-07", "2029-01-01", false)]
    [InlineData("weekly:wednesday", "2030-01-08", "2030-01-02", false)]
    [InlineData("weekly:wednesday", "2030-01-09", "2030-01-02", true)]
    // Wednesday was missed, or nothing was possible on it.
    [InlineData("weekly:wednesday", "2030-01-10", "2030-01-02", true)]
    [InlineData("weekly:wednesday", "2030-01-10", "2030-01-09", false)]
    [InlineData("monthly:15", "2030-01-15", "2030-01-14", true)]
    [InlineData("monthly:15", "2030-01-16", "2030-01-15", false)]
    // 15 June is a Saturday: the Monday after it.
    [InlineData("monthly:15", "2030-06-15", "2030-05-15", false)]
    [InlineData("monthly:15", "2030-06-17", "2030-05-15", true)]
    // The last day of a shorter month.
    [InlineData("monthly:31", "2030-04-30", "2030-04-01", true)]
    [InlineData("monthly:31", "2030-02-28", "2030-01-31", true)]
    public void PaysOn_IsTheScheduleOnBusinessDays(string schedule, string day, string through, bool pays) =>
        Assert.Equal(pays, PayoutSchedule.Parse(schedule).PaysOn(Day(day), Day(through)));

    [Theory]
    [InlineData("daily")]
    [InlineData("manual")]
    [InlineData("weekly:friday")]
    [InlineData("monthly:31")]
    public void Text_IsReadBack(string text) => Assert.Equal(text, PayoutSchedule.Parse(text).ToString());

    [Theory]
    [InlineData("hourly")]
    [InlineData("weekly")]
    [InlineData("monthly:-1")]
    public void Text_OfNoSchedule_IsRefused(string text) => Assert.Throws<FormatException>(() => PayoutSchedule.Parse(text));

    [Fact]
    public void Days_ThatAreNone_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => PayoutSchedule.Weekly(DayOfWeek.Sunday));
        Assert.Throws<ArgumentOutOfRangeException>(() => PayoutSchedule.Monthly(32));
    }

    /// <summary>From then on every payout day is made up for, however late the first one runs.</summary>
    [Fact]
    public void ANewSchedule_CountsPayoutsFromItsOpening()
    {
        var opened = SettlementScheduleDecider.Apply(null, ScheduleFacts[0]);
        Assert.Equal(opened.ClosedThrough, opened.PaidOutThrough);
    }

    /// <summary>The settlement schedule owes the payouts of a day from the commit that closed the one before, until they are made.</summary>
    [Fact]
    public void Payouts_AreOwedFromTheClosingOfADay_UntilTheyAreMade()
    {
        var (running, now) = (Close.Day.AddDays(2), Midnight("2030-01-09").AddMinutes(1));
        var closed = SettlementScheduleDecider.Decide(
            Schedule, new CloseDays(Close.Day.AddDays(1), [], TimeZoneInfo.Utc) { PayoutsOn = running }, now);
        var owing = closed.Aggregate(Schedule, SettlementScheduleDecider.Apply);
        Assert.Equal((running, now), (owing.PayoutsOn, owing.PayoutsDueAt));

        Assert.Empty(SettlementScheduleDecider.Decide(owing, new FinishPayouts(running.AddDays(-1), []), now));
        var paid = SettlementScheduleDecider.Decide(owing, new FinishPayouts(running, ["po_1"]), now).Aggregate(owing, SettlementScheduleDecider.Apply);
        Assert.Equal((null, null, running), (paid.PayoutsOn, paid.PayoutsDueAt, paid.PaidOutThrough));
        Assert.Empty(SettlementScheduleDecider.Decide(paid, new FinishPayouts(running, []), now));
    }

    private static DateOnly Day(string day) => DateOnly.Parse(day, CultureInfo.InvariantCulture);
}
