using PayGate.Grains.PaymentIntents;
using PayGate.PaymentIntents;

namespace PayGate.Domain.Tests.PaymentIntents;

public sealed class LedgerTests
{
    [Fact]
    public void Transfers_OfAConvertedSale_AreCaptureConversionAndFee()
    {
        var before = Given.Attempted();
        var fact = Given.FactsOf(before, new AttemptAnswered(Given.ChargeId, Given.Approval(), Given.TransactionId)).Single();

        Assert.Equal(
            [
                "capture/1 acquirer_clearing->merchant_pending 10000 usd",
                "conversion/1 merchant_pending->fx_position 10000 usd",
                "conversion/2 fx_position->merchant_pending 100000 mad",
                "fee/1 merchant_pending->fees 3200 mad",
            ],
            Lines(before.Apply(fact), fact));
    }

    [Fact]
    public void Transfers_OfASaleInTheSettlementCurrency_NeedNoConversion()
    {
        var amount = new Money(5_000, Currency.Mad);
        var before = Given.Opened(amount: amount).Then(new StartAttempt(Given.Visa, new AttemptPlan(Given.ChargeId, Given.Terms with { Rate = 1m }), RequestInfo.None));
        var fact = Given.FactsOf(before, new AttemptAnswered(Given.ChargeId, Given.Approval(amount), Given.TransactionId)).Single();

        Assert.Equal(
            ["capture/1 acquirer_clearing->merchant_pending 5000 mad", "fee/1 merchant_pending->fees 445 mad"], Lines(before.Apply(fact), fact));
    }

    [Fact]
    public void Transfers_OfARefund_TakeTheSameWayBack()
    {
        var before = Given.Captured().Then(DecisionTests.Refund(Given.RefundId, 2_500));
        var fact = Given.FactsOf(before, new RefundAnswered(Given.RefundId, Given.Approval(), "txn_2")).Single();

        Assert.Equal(
            [
                "refund/1 merchant_pending->acquirer_clearing 2500 usd",
                "conversion/1 merchant_pending->fx_position 25000 mad",
                "conversion/2 fx_position->merchant_pending 2500 usd",
            ],
            Lines(before.Apply(fact), fact));
    }

    [Fact]
    public void Transfers_OfAnAuthorization_BookNothing()
    {
        var before = Given.Attempted(CaptureMethod.Manual);
        var fact = Given.FactsOf(before, new AttemptAnswered(Given.ChargeId, Given.Approval(), Given.TransactionId)).Single();

        Assert.Empty(Lines(before.Apply(fact), fact));
    }

    private static IEnumerable<string> Lines(PaymentIntent payment, PaymentIntentEvent fact) => PaymentLedger.Transfers(payment, fact)
        .Select(transfer => $"{transfer.SourceType}/{transfer.Seq} {transfer.DebitAccount}->{transfer.CreditAccount} {transfer.Amount}");
}
