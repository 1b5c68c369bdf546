using PayGate.PaymentIntents;
using Decision = PayGate.Outcome<System.Collections.Immutable.ImmutableArray<PayGate.Grains.PaymentIntents.PaymentIntentEvent>>;

namespace PayGate.Grains.PaymentIntents;

/// <summary>
/// The money of a payment's disputes: withdrawn once each, with refunds never more than was captured, one open at a time, and returned as it was withdrawn.
/// </summary>
internal static class DisputeRules
{
    public static Decision Opened(PaymentIntent state, OpenDispute command, DateTimeOffset now)
    {
        var charge = state.StandingAttempt!;
        var left = state.AmountLeft;
        var amount = new Money(command.Amount ?? left.MinorUnits, left.Currency);
        return true switch
        {
            _ when state.OpenDispute is not null => Refusals.DisputeOpen(charge.ChargeId),
            _ when left.IsZero => Refusals.NothingLeft(state),
            _ when !amount.IsPositive => Refusals.DisputeTooSmall,
            _ when amount > left => Refusals.DisputeTooLarge(amount, left),
            _ when state.Disputes.Length >= PaymentIntent.DisputesMax => Refusals.TooManyDisputes,
            _ => PaymentIntentDecider.Facts(new DisputeOpened
            {
                DisputeId = ObjectId.Derived("dp", state.MerchantId, now, $"{charge.ChargeId}/{state.Disputes.Length + 1}"),
                Amount = amount,
                Reason = command.Reason,
                Settled = state.Returned(amount),
                Fee = command.Fee,
                BalanceTransactionId = command.BalanceTransactionId,
                Announced = command.Announced,
                Request = command.Request,
                At = now,
            }),
        };
    }

    /// <summary>One line per legal move of a dispute; the folder's README has the table.</summary>
    public static Decision Decide(PaymentIntent state, DisputeCommand command, DateTimeOffset now) =>
        (state.Disputes.SingleOrDefault(candidate => candidate.Id == command.DisputeId), command) switch
        {
            (null, _) => Refusals.NoSuchDispute,
            ({ BankDue: true }, DisputeConfirmed confirmed) =>
                PaymentIntentDecider.Facts(new DisputeBooked { DisputeId = confirmed.DisputeId, Answer = confirmed.Answer, At = now }),
            ({ ActorDue: true }, DisputeKnown known) => PaymentIntentDecider.Facts(new DisputeTold { DisputeId = known.DisputeId, At = now }),
            // What the bank may not have taken yet it cannot give back: the end is told again.
            ({ Status: PaymentDisputeStatus.Open, BankDue: true }, EndDispute { Won: true }) => PaymentIntentDecider.Facts(),
            ({ Status: PaymentDisputeStatus.Open }, EndDispute { Won: true } end) => PaymentIntentDecider.Facts(new DisputeReinstated
            {
                DisputeId = end.DisputeId,
                BalanceTransactionId = end.BalanceTransactionId,
                At = now,
            }),
            ({ Status: PaymentDisputeStatus.Open }, EndDispute { Won: false } end) => PaymentIntentDecider.Facts(new DisputeLost { DisputeId = end.DisputeId, At = now }),
            // Said before: an end is final, whoever tells it.
            _ => PaymentIntentDecider.Facts(),
        };

    /// <summary>
    /// What a further return of the payment's money, by refund or dispute, is in the settlement currency: trunc(all that is returned by then × rate) less what was returned
    /// before, so that the whole capture returns exactly as it was converted. After a reinstatement the truncation may have returned a unit more than its share: then
    /// the next one returns nothing, never less.
    /// </summary>
    public static Money Returned(this PaymentIntent state, Money amount)
    {
        var terms = state.StandingAttempt!.Terms;
        var refunds = state.Refunds.Where(refund => refund.Status == RefundStatus.Succeeded).Select(refund => refund.Settled!.Value);
        var disputes = state.Disputes.Where(dispute => dispute.Status != PaymentDisputeStatus.Won).Select(dispute => dispute.Settled);
        var before = refunds.Concat(disputes).Aggregate(Money.Zero(terms.SettlementCurrency), (sum, part) => sum + part);
        var after = terms.Convert(state.AmountRefunded + state.AmountDisputed + amount);
        return after > before ? after - before : Money.Zero(terms.SettlementCurrency);
    }
}
