using PayGate.Grains.PaymentIntents;
using PayGate.PaymentIntents;

namespace PayGate.Domain.Tests.PaymentIntents;

public sealed class IncrementTests
{
    [Theory]
    [InlineData(10_000, "amount_too_small")]
    [InlineData(9_999, "amount_too_small")]
    [InlineData(2_500_001, "amount_too_large")]
    public void Increment_ThatIsNoneOrTooHigh_IsRefused(long amount, string code) =>
        Assert.Equal(code, PaymentIntentDecider.Decide(Given.Authorized(), Given.Raise(amount), Given.Start).Refusal?.Code);

    [Theory]
    [InlineData(5_000, 15_000)]
    [InlineData(3_000, 13_000)]
    [InlineData(9_000, 15_000)]
    public void Increment_WhenGranted_HoldsWhatTheBankGrantedAndNeverMoreThanAsked(long granted, long held)
    {
        var raised = Given.Authorized().Then(Given.Raise(15_000)).Then(new IncrementAnswered(Given.Approval(new Money(granted, Currency.Usd))));

        Assert.Equal(
            (PaymentIntentStatus.RequiresCapture, held, held),
            (raised.Status, raised.Amount.MinorUnits, raised.StandingAttempt!.Authorized!.Value.MinorUnits));
    }

    [Fact]
    public void Increment_WhenDeclined_LeavesTheHoldAndItsDeadline()
    {
        var before = Given.Authorized();

        var after = before.Then(Given.Raise(15_000)).Then(new IncrementAnswered(Given.Decline()));

        Assert.Equal((before.Status, before.Amount, before.StandingAttempt!.Authorized), (after.Status, after.Amount, after.StandingAttempt!.Authorized));
        Assert.Equal(PaymentStream.DueAt(before), PaymentStream.DueAt(after));
    }

    [Fact]
    public void Increment_EachHasAReferenceOfItsOwnAndTheEleventhIsRefused()
    {
        var payment = Given.Authorized();
        var references = new List<string>();
        for (var total = 11_000; total <= 20_000; total += 1_000)
        {
            payment = payment.Then(Given.Raise(total));
            references.Add(payment.LatestAttempt!.PendingIncrement!.Reference);
            payment = payment.Then(new IncrementAnswered(Given.Approval(new Money(1_000, Currency.Usd))));
        }

        Assert.Equal(PaymentIntent.IncrementsMax, references.Distinct().Count());
        Assert.Equal("amount_too_large", PaymentIntentDecider.Decide(payment, Given.Raise(21_000), Given.Start).Refusal?.Code);
    }

    [Fact]
    public void Capture_AfterAnIncrement_MayTakeAllOfIt()
    {
        var captured = Given.Authorized().Then(Given.Raise(15_000)).Then(new IncrementAnswered(Given.Approval(new Money(5_000, Currency.Usd))))
            .Then(new StartCapture(null, RequestInfo.None)).Then(new CaptureAnswered(Given.Approval(), Given.TransactionId));

        Assert.Equal(15_000, captured.AmountCaptured.MinorUnits);
    }
}
