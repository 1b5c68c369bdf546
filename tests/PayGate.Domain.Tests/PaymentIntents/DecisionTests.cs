using System.Collections.Immutable;
using PayGate.Grains.PaymentIntents;
using PayGate.PaymentIntents;

namespace PayGate.Domain.Tests.PaymentIntents;

public sealed class DecisionTests
{
    [Theory]
    [InlineData(49, "usd", "amount_too_small")]
    [InlineData(0, "usd", "amount_too_small")]
    [InlineData(2_500_001, "usd", "amount_too_large")]
    [InlineData(49, "eur", "amount_too_small")]
    [InlineData(499, "mad", "amount_too_small")]
    [InlineData(25_000_001, "mad", "amount_too_large")]
    [InlineData(1_000, "jpy", "currency_not_supported")]
    public void Open_WhenOutsideTheLimits_IsRefused(long amount, string currency, string code)
    {
        var open = new Open(
            Given.Id, Given.Tenant, new Money(amount, Currency.Parse(currency)), CaptureMethod.Automatic, new IntentDetails(), null, null, RequestInfo.None);

        Assert.Equal(code, PaymentIntentDecider.Decide(null, open, Given.Start).Refusal?.Code);
    }

    [Theory]
    [InlineData(50, "usd")]
    [InlineData(2_500_000, "usd")]
    [InlineData(50, "eur")]
    [InlineData(500, "mad")]
    [InlineData(25_000_000, "mad")]
    public void Open_WhenAtTheLimits_ExpiresAfterAnHour(long amount, string currency)
    {
        var opened = Given.Opened(amount: new Money(amount, Currency.Parse(currency)));

        Assert.Equal(Given.Start.AddHours(1), opened.ExpiresAt);
    }

    [Fact]
    public void PassTime_WhenOneTickBeforeTheHour_DoesNothing() =>
        Assert.Empty(Given.FactsOf(Given.Opened(), new PassTime(), Given.Start.AddHours(1).AddTicks(-1)));

    [Fact]
    public void PassTime_WhenTheHourIsReached_CancelsAsExpired()
    {
        var expired = Given.Opened().Then(new PassTime(), Given.Start.AddHours(1));

        Assert.Equal((PaymentIntentStatus.Canceled, "expired"), (expired.Status, expired.CancellationReason));
    }

    [Fact]
    public void PassTime_WhenAnAttemptIsUnderWay_LetsItFinish() =>
        Assert.Empty(Given.FactsOf(Given.Attempted(), new PassTime(), Given.Start.AddHours(2)));

    [Fact]
    public void AttemptAnswered_WhenAnotherAmountWasApproved_FailsAndReversesIt()
    {
        var answered = Given.Attempted().Then(
            new AttemptAnswered(Given.ChargeId, Given.Approval(new Money(9_999, Currency.Usd)), Given.TransactionId));

        Assert.Equal(
            (PaymentIntentStatus.RequiresPaymentMethod, AttemptStatus.Failed, true, PaymentIntent.AttemptsMax),
            (answered.Status, answered.LatestAttempt!.Status, answered.LatestAttempt.ReversalDue, answered.AttemptsLeft));
    }

    [Fact]
    public void AttemptAnswered_WhenTheBankNeverSawIt_CountsNoAttempt()
    {
        var answered = Given.Attempted().Then(new AttemptAnswered(Given.ChargeId, Given.Decline("never_seen"), Given.TransactionId));

        Assert.Equal(
            (PaymentIntentStatus.RequiresPaymentMethod, PaymentIntent.AttemptsMax, false),
            (answered.Status, answered.AttemptsLeft, answered.LatestAttempt!.ReversalDue));
    }

    [Fact]
    public void AttemptAnswered_WhenDeclinedFiveTimes_CancelsWithAutomatic()
    {
        var payment = Given.OutOfAttempts();

        Assert.Equal((PaymentIntentStatus.Canceled, "automatic", 0), (payment.Status, payment.CancellationReason, payment.AttemptsLeft));
    }

    [Fact]
    public void AttemptAnswered_WhenForAnotherAttempt_IsABug() =>
        Assert.Throws<InvalidOperationException>(() => PaymentIntentDecider.Decide(
            Given.Attempted(), new AttemptAnswered("ch_other", Given.Approval(), Given.TransactionId), Given.Start));

    [Fact]
    public void AttemptUnanswered_WhenSaidTwice_IsRefused()
    {
        var unknown = Given.Attempted().Then(new AttemptUnanswered(Given.ChargeId));

        Assert.Equal(
            "payment_intent_unexpected_state",
            PaymentIntentDecider.Decide(unknown, new AttemptUnanswered(Given.ChargeId), Given.Start).Refusal?.Code);
    }

    [Theory]
    [InlineData(0L, "parameter_invalid_integer")]
    [InlineData(10_001L, "amount_too_large")]
    public void Capture_WhenNotWithinTheAuthorization_IsRefused(long amount, string code) =>
        Assert.Equal(
            code, PaymentIntentDecider.Decide(Given.Authorized(), new StartCapture(amount, RequestInfo.None), Given.Start).Refusal?.Code);

    [Fact]
    public void Capture_WhenPartial_FeeFollowsTheCapturedAmount()
    {
        var captured = Given.Authorized().Then(new StartCapture(999, RequestInfo.None))
            .Then(new CaptureAnswered(Given.Approval(), Given.TransactionId));

        var figures = captured.LatestAttempt!.Figures!;
        Assert.Equal((new Money(9_990, Currency.Mad), new Money(589, Currency.Mad)), (figures.Gross, figures.Fee));
    }

    [Fact]
    public void Capture_WhenTheIssuerHasDroppedTheHold_CancelsThePayment()
    {
        var canceled = Given.Capturing().Then(new CaptureAnswered(Given.Decline("already_reversed"), Given.TransactionId));

        Assert.Equal(
            (PaymentIntentStatus.Canceled, "automatic", true, 0L),
            (canceled.Status, canceled.CancellationReason, canceled.LatestAttempt!.ReversalDue, canceled.AmountCaptured.MinorUnits));
    }

    [Theory]
    [InlineData(0L, "parameter_invalid_integer")]
    [InlineData(10_001L, "amount_too_large")]
    public void Refund_WhenNotWithinTheCapture_IsRefused(long amount, string code) =>
        Assert.Equal(code, PaymentIntentDecider.Decide(Given.Captured(), Refund("re_1", amount), Given.Start).Refusal?.Code);

    [Fact]
    public void Refund_WhenAnotherIsPending_ReservesItsAmount()
    {
        var pending = Given.Captured().Then(Refund("re_1", 6_000));

        Assert.Equal("amount_too_large", PaymentIntentDecider.Decide(pending, Refund("re_2", 4_001), Given.Start).Refusal?.Code);
        Assert.Equal(2, pending.Then(Refund("re_2", 4_000)).Refunds.Length);
    }

    [Fact]
    public void Refund_WhenTheBankRefuses_FreesItsAmount()
    {
        var failed = Given.Captured().Then(Refund("re_1", 6_000)).Then(new RefundAnswered("re_1", Given.Decline("over_refunded"), Given.TransactionId));

        Assert.Equal((RefundStatus.Failed, 0L, 10_000L), (failed.Refunds[0].Status, failed.AmountRefunded.MinorUnits, failed.Then(Refund("re_2", null)).Refunds[1].Amount.MinorUnits));
    }

    [Fact]
    public void Refund_WhenAllIsReturned_IsRefusedAsAlreadyRefunded()
    {
        var refunded = Given.Captured().Then(Refund("re_1", null)).Then(new RefundAnswered("re_1", Given.Approval(), Given.TransactionId));

        Assert.Equal("charge_already_refunded", PaymentIntentDecider.Decide(refunded, Refund("re_2", 1), Given.Start).Refusal?.Code);
    }

    [Fact]
    public void Refund_WhenTheLimitOfRefundsIsReached_IsRefused()
    {
        var payment = Enumerable.Range(0, PaymentIntent.RefundsMax).Aggregate(Given.Captured(), (state, index) => state.Then(Refund($"re_{index}", 1)));

        Assert.Equal("amount_too_large", PaymentIntentDecider.Decide(payment, Refund("re_more", 1), Given.Start).Refusal?.Code);
    }

    internal static StartRefund Refund(string id, long? amount) =>
        new(id, amount, null, ImmutableSortedDictionary<string, string>.Empty, RequestInfo.None);
}
