using PayGate.Grains.Journal;
using PayGate.PaymentIntents;

namespace PayGate.Grains.PaymentIntents;

/// <summary>
/// What a payment's facts book. A capture makes the network owe us and us owe the merchant, in the payment's currency; a conversion moves that debt to the
/// settlement currency through the FX position; the fee moves part of it to our income. A refund takes the same way back at the same rate, with a share of the
/// fee where the payment's plan returns it, and so does the withdrawal of a dispute, with its own fee; what is won comes back as the exact reverse.
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
        foreach (var transfer in book.Convert("conversion", refund.Settled!.Value, refund.Amount))
        {
            yield return transfer;
        }

        if (refund.FeeReturned is { } fee)
        {
            yield return book.Transfer("fee_returned", 1, FeeIncome, MerchantPending, fee);
        }
    }

    private static IEnumerable<TransferRow> Withdrawal(PaymentIntent payment, PaymentDispute dispute, DateTimeOffset at)
    {
        var book = new Entry(payment, dispute.Id, at);
        yield return book.Transfer("dispute", 1, MerchantPending, AcquirerClearing, dispute.Amount);
        foreach (var transfer in book.Convert("conversion", dispute.Settled, dispute.Amount))
        {
            yield return transfer;
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
        foreach (var transfer in book.Convert("conversion_reinstated", dispute.Amount, dispute.Settled))
        {
            yield return transfer;
        }
    }

    private readonly record struct Entry(PaymentIntent Payment, string SourceId, DateTimeOffset At)
    {
        /// <summary>
        /// The merchant gives one amount for the other. A few minor units may convert to nothing: then only the other side moves, or the payment's currency would stay
        /// on the merchant's account for ever.
        /// </summary>
        public IEnumerable<TransferRow> Convert(string sourceType, Money given, Money taken)
        {
            if (given.Currency == taken.Currency)
            {
                yield break;
            }

            var seq = 0;
            if (given.IsPositive)
            {
                yield return Transfer(sourceType, ++seq, MerchantPending, FxPosition, given);
            }

            if (taken.IsPositive)
            {
                yield return Transfer(sourceType, ++seq, FxPosition, MerchantPending, taken);
            }
        }

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
