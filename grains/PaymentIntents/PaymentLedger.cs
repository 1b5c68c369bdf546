using PayGate.Grains.Journal;
using PayGate.PaymentIntents;

namespace PayGate.Grains.PaymentIntents;

/// <summary>
/// What a payment's facts book. A capture makes the network owe us and us owe the merchant, in the payment's currency; a conversion moves that debt to the
/// settlement currency through the FX position; the fee moves part of it to our income. A refund takes the same way back at the same rate, and so does the
/// withdrawal of a dispute, with its own fee; what is won comes back as the exact reverse.
/// </summary>
public static class PaymentLedger
{
    public const string AcquirerClearing = "acquirer_clearing";
    public const string MerchantPending = "merchant_pending";
    public const string FxPosition = "fx_position";
    public const string FeeIncome = "fees";

    /// <param name="payment">The state after the fact.</param>
    /// <param name="fact">The fact; most book nothing.</param>
    public static IEnumerable<TransferRow> Transfers(PaymentIntent payment, PaymentIntentEvent fact) => fact switch
    {
        AttemptApproved { Figures: { } figures } approved => Capture(payment, approved.Answer.Amount, figures, fact.At),
        PaymentCaptured captured => Capture(payment, captured.Amount, captured.Figures, fact.At),
        RefundSucceeded refunded => Refund(payment, payment.Refunds.Single(refund => refund.Id == refunded.RefundId), fact.At),
        DisputeOpened opened => Withdrawal(payment, payment.Disputes.Single(dispute => dispute.Id == opened.DisputeId), fact.At),
        DisputeReinstated won => Reinstatement(payment, payment.Disputes.Single(dispute => dispute.Id == won.DisputeId), fact.At),
        _ => [],
    };

    private static IEnumerable<TransferRow> Capture(PaymentIntent payment, Money captured, CaptureFigures figures, DateTimeOffset at)
    {
        var book = new Entry(payment, payment.Id, at);
        yield return book.Transfer("capture", 1, AcquirerClearing, MerchantPending, captured);
        if (captured.Currency != figures.Gross.Currency && figures.Gross.IsPositive)
        {
            yield return book.Transfer("conversion", 1, MerchantPending, FxPosition, captured);
            yield return book.Transfer("conversion", 2, FxPosition, MerchantPending, figures.Gross);
        }

        if (figures.Fee.IsPositive)
        {
            yield return book.Transfer("fee", 1, MerchantPending, FeeIncome, figures.Fee);
        }
    }

    private static IEnumerable<TransferRow> Refund(PaymentIntent payment, Refund refund, DateTimeOffset at)
    {
        var book = new Entry(payment, refund.Id, at);
        yield return book.Transfer("refund", 1, MerchantPending, AcquirerClearing, refund.Amount);
        if (refund.Amount.Currency != refund.Settled!.Value.Currency && refund.Settled.Value.IsPositive)
        {
            yield return book.Transfer("conversion", 1, MerchantPending, FxPosition, refund.Settled.Value);
            yield return book.Transfer("conversion", 2, FxPosition, MerchantPending, refund.Amount);
        }
    }

    private static IEnumerable<TransferRow> Withdrawal(PaymentIntent payment, PaymentDispute dispute, DateTimeOffset at)
    {
        var book = new Entry(payment, dispute.Id, at);
        yield return book.Transfer("dispute", 1, MerchantPending, AcquirerClearing, dispute.Amount);
        if (dispute.Amount.Currency != dispute.Settled.Currency && dispute.Settled.IsPositive)
        {
            yield return book.Transfer("conversion", 1, MerchantPending, FxPosition, dispute.Settled);
            yield return book.Transfer("conversion", 2, FxPosition, MerchantPending, dispute.Amount);
        }

        if (dispute.Fee.IsPositive)
        {
            yield return book.Transfer("dispute_fee", 1, MerchantPending, FeeIncome, dispute.Fee);
        }
    }

    private static IEnumerable<TransferRow> Reinstatement(PaymentIntent payment, PaymentDispute dispute, DateTimeOffset at)
    {
        var book = new Entry(payment, dispute.Id, at);
        yield return book.Transfer("dispute_reinstated", 1, AcquirerClearing, MerchantPending, dispute.Amount);
        if (dispute.Amount.Currency != dispute.Settled.Currency && dispute.Settled.IsPositive)
        {
            yield return book.Transfer("conversion_reinstated", 1, MerchantPending, FxPosition, dispute.Amount);
            yield return book.Transfer("conversion_reinstated", 2, FxPosition, MerchantPending, dispute.Settled);
        }
    }

    private readonly record struct Entry(PaymentIntent Payment, string SourceId, DateTimeOffset At)
    {
        public TransferRow Transfer(string sourceType, int seq, string debit, string credit, Money amount) => new()
        {
            MerchantId = Payment.MerchantId,
            SourceType = sourceType,
            SourceId = SourceId,
            Seq = seq,
            DebitAccount = debit,
            CreditAccount = credit,
            Amount = amount,
            PaymentId = Payment.Id,
            At = At,
        };
    }
}
