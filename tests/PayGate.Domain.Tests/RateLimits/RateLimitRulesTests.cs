using PayGate.Domain.Tests.PaymentIntents;
using PayGate.Grains.PaymentIntents;
using PayGate.Grains.RateLimits;
using PayGate.RateLimits;
using static PayGate.Domain.Tests.RateLimits.GivenLimit;

namespace PayGate.Domain.Tests.RateLimits;

public sealed class RateLimitRulesTests
{
    [Theory]
    [InlineData(8_000, null, 10, 1_000)] // Much is left: an eighth.
    [InlineData(8_000, null, 3_000, 3_000)]
    [InlineData(8_000, null, 8_000, 8_000)]
    [InlineData(8_000, 80, 10, 10)] // The tighter of the two counts.
    [InlineData(80, 8_000, 11, 11)] // Little is left: exactly what is needed.
    [InlineData(null, 8_000, 10, 1_000)]
    public void Grant_WithinTheLimits_IsPartOfWhatIsLeftOrWhatIsNeeded(int? daily, int? monthly, int need, int granted) =>
        Assert.Equal(granted, Assert.IsType<LeaseGranted>(Assert.Single(FactsOf(Limited(daily, monthly), Grant("a", need)))).Amount);

    [Theory]
    [InlineData(100, null, "daily limit of 100: 100 until it resets at 2026-03-05T00:00:00Z.")]
    [InlineData(null, 100, "monthly limit of 100: 100 until it resets at 2026-04-01T00:00:00Z.")]
    [InlineData(100, 99, "monthly limit of 99: 99 until it resets at 2026-04-01T00:00:00Z.")]
    public void Grant_BeyondALimit_IsNotMade_AndTheRefusalNamesIt(int? daily, int? monthly, string named)
    {
        var state = Limited(daily, monthly);

        Assert.Empty(FactsOf(state, Grant("a", 101)));
        var refusal = RateLimitRefusals.Exceeded(state, 101);
        Assert.Equal(("amount_limit_exceeded", "amount"), (refusal.Code, refusal.Param));
        Assert.EndsWith(named, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Close_CountsWhatWasTaken_AndGivesBackTheRest()
    {
        var held = Limited(100, 1_000).Then(Grant("a", 90));
        var closed = held.Then(Grant("b", 60, new LeaseUse(IdOf(1), 40, 0)));

        Assert.Equal((90L, 90L), (held.TakenToday, held.TakenThisMonth));
        Assert.Equal((100L, 40L, 40L, 1), (closed.TakenToday, closed.Day.Spent, closed.Month.Spent, closed.Leases.Length));
    }

    [Fact]
    public void Close_WithUnknownOutcomes_CountsThemUntilTheyAreDefinite()
    {
        var unknown = Limited(100, null).Then(Grant("a", 90)).Then(Grant("b", 100, new LeaseUse(IdOf(1), 70, 1)));
        var declined = unknown.Then(Grant("b", 71, new LeaseUse(IdOf(1), 20, 0)));

        Assert.Equal((70L, 0L, 70L), (unknown.TakenToday, unknown.Day.Spent, Assert.Single(unknown.Leases).Used));
        Assert.Equal((91L, 20L), (declined.TakenToday, declined.Day.Spent));
        Assert.Empty(FactsOf(unknown, Grant("b", 100, new LeaseUse(IdOf(1), 70, 1))));
    }

    [Fact]
    public void Day_WhenItEnds_TakesItsUseAlongIntoTheMonthOnly()
    {
        var (night, morning, april) = (At("2026-03-04T23:59:59Z"), At("2026-03-05T00:00:00Z"), At("2026-04-01T00:00:00Z"));
        var used = Limited(100, 250).Then(GrantAt(night, "a", 100), night);

        var second = used.Then(GrantAt(morning, "a", 100, new LeaseUse(IdOf(1), 100, 1)), morning);
        var settled = second.Then(GrantAt(morning, "a", 51, new LeaseUse(IdOf(1), 100, 0)), morning);

        Assert.Equal(At("2026-03-05T00:00:00Z"), Assert.Single(used.Leases).ExpiresAt);
        Assert.Equal((100L, 200L), (second.TakenToday, second.TakenThisMonth));
        Assert.Equal((100L, 200L, 0L, 100L), (settled.TakenToday, settled.TakenThisMonth, settled.Day.Spent, settled.Month.Spent));
        var next = settled.Then(GrantAt(april, "a", 100, new LeaseUse(IdOf(2), 100, 0)), april);
        Assert.Equal((100L, 100L, 0L), (next.TakenToday, next.TakenThisMonth, next.Month.Spent));
    }

    [Fact]
    public void Limit_SetBelowWhatIsTaken_TakesNothingBack_AndGrantsNothing()
    {
        var lowered = Limited(100, null).Then(Grant("a", 90)).Then(Set(50, null), Start);

        Assert.Equal((90L, 0L), (lowered.TakenToday, lowered.Room));
        Assert.Empty(FactsOf(lowered, Grant("b", 1)));
        Assert.Equal(10, Assert.IsType<LeaseGranted>(Assert.Single(FactsOf(lowered.Then(Set(100, null), Start), Grant("b", 10)))).Amount);
    }

    [Fact]
    public void Limit_ThatIsNew_CountsWhatWasTakenBeforeUntilAllProcessesKnowOfIt()
    {
        var set = ((RateLimitState?)null).Then(Set(100, 1_000), Given.Start);
        var during = set.Then(GrantAt(Given.Start, "a", 30) with { Before = new TakenBefore(60, 500) }, Given.Start);
        var last = during.Then(Grant("a", 1) with { Before = new TakenBefore(70, 510) }, Start);

        Assert.Equal((Start, Start, null), (set.CountedUntil, during.CountedUntil, last.CountedUntil));
        Assert.Equal((60L, 30L, 10L), (during.Day.Before, during.TakenToday, during.Room));
        Assert.Equal((70L, 510L, 30L, 0L), (last.Day.Before, last.Month.Before, last.TakenToday, last.Room));
        Assert.Null(last.Then(Set(200, null), Start).CountedUntil);
    }

    [Fact]
    public void Returned_NamesWhatNobodyHolds()
    {
        var state = Limited(1_000, null).Then(Grant("a", 10)).Then(Grant("a", 10)).Then(Grant("b", 10));

        Assert.Equal<string>([IdOf(1), IdOf(2)], RateLimitDecider.Returned(state, Ask("a", 1), Start));
        Assert.Equal<string>([IdOf(1)], RateLimitDecider.Returned(state, Ask("a", 1, IdOf(2)), Start));
        Assert.Equal<string>([IdOf(1), IdOf(2), IdOf(3)], RateLimitDecider.Returned(state, Ask("c", 1), Start + RateLimitDecider.Lifetime));
    }

    [Fact]
    public void Reclaimable_SparesWhatWasGrantedAMomentAgo_UnlessItIsUsedUp()
    {
        var (first, second) = (Start, Start + RateLimitDecider.Protection);
        var state = Limited(1_000, null).Then(Grant("a", 10), first).Then(GrantAt(second, "b", 10), second);

        var reclaim = RateLimitDecider.Reclaimable(state, second);

        Assert.Equal((IdOf(1), IdOf(2)), (Assert.Single(reclaim.Close), Assert.Single(reclaim.CloseIfUsedUp)));
        Assert.True(RateLimitDecider.MayFit(state, 1_000));
        Assert.False(RateLimitDecider.MayFit(state, 1_001));
    }

    [Fact]
    public void Set_OfACurrencyThatCannotBeCharged_IsRefused()
    {
        Assert.Equal("currency_not_supported", RateLimitDecider.Decide(null, Set(1, 1) with { Key = new LimitKey(Given.Tenant, Currency.Parse("jpy")) }, Start).Refusal?.Code);
        Assert.All(LimitedCurrencies.All, currency => Assert.Null(AmountLimits.Refuse(currency)));
    }

    [Theory]
    [InlineData("mch_1/limits/test/usd", "mch_1", false)]
    [InlineData("mch_1/limits/live/usd", "mch_1", true)]
    public void Key_IsReadAsWritten(string text, string merchant, bool livemode)
    {
        var key = LimitKey.Parse(text);

        Assert.Equal((merchant, livemode, Currency.Usd, text), (key.Tenant.MerchantId, key.Tenant.Livemode, key.Currency, key.ToString()));
        Assert.Throws<ArgumentException>(() => LimitKey.Parse(text.Replace("limits", "keys", StringComparison.Ordinal)));
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
