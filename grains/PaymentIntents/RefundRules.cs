using PayGate.PaymentIntents;
using Decision = PayGate.Outcome<System.Collections.Immutable.ImmutableArray<PayGate.Grains.PaymentIntents.PaymentIntentEvent>>;

namespace PayGate.Grains.PaymentIntents;

/// <summary>Refunds of a captured payment: repeated, in parts, never more than was captured, each returned at the payment's own rate.</summary>
internal static class RefundRules
{
    public static Decision Begun(PaymentIntent state, StartRefund command, DateTimeOffset now)
    {
        var left = state.AmountCaptured - state.AmountRefundReserved;
        var amount = new Money(command.Amount ?? left.MinorUnits, left.Currency);
        return true switch
        {
            _ when left.IsZero => Refusals.AlreadyRefunded(state.StandingAttempt!.ChargeId),
            _ when !amount.IsPositive => Refusals.RefundTooSmall,
            _ when amount > left => Refusals.RefundTooLarge(amount, left),
            _ when state.Refunds.Length >= PaymentIntent.RefundsMax => Refusals.TooManyRefunds,
            _ => PaymentIntentDecider.Facts(new RefundStarted
            {
                RefundId = command.RefundId,
                Amount = amount,
                Reason = command.Reason,
                Metadata = command.Metadata,
                Request = command.Request,
                At = now,
            }),
        };
    }

    public static Decision Answered(PaymentIntent state, RefundAnswered command, DateTimeOffset now)
    {
        var refund = state.Refunds.Single(candidate => candidate.Id == command.RefundId);
        if (refund.Status != RefundStatus.Pending)
        {
            return Refusals.UnexpectedState(state.Status, Refusals.Verb(command));
        }

        return command.Answer.Approved
            ? PaymentIntentDecider.Facts(new RefundSucceeded
            {
                RefundId = refund.Id,
                Settled = Settled(state, refund),
                BalanceTransactionId = command.BalanceTransactionId,
                At = now,
            })
            : PaymentIntentDecider.Facts(new RefundFailed { RefundId = refund.Id, FailureReason = command.Answer.Reason, At = now });
    }

    public static Decision Unanswered(PaymentIntent state, RefundUnanswered command, DateTimeOffset now) =>
        state.Refunds.Any(refund => refund.Id == command.RefundId && refund is { Status: RefundStatus.Pending, AnsweredProcessing: false })
            ? PaymentIntentDecider.Facts(new RefundOutcomeUnknown { RefundId = command.RefundId, At = now })
            : Refusals.UnexpectedState(state.Status, Refusals.Verb(command));

    /// <summary>The n-th refund converts to trunc(all refunded × rate) less what was returned before, so that a full refund returns exactly the capture.</summary>
    private static Money Settled(PaymentIntent state, Refund refund)
    {
        var terms = state.StandingAttempt!.Terms;
        var returned = state.Refunds
            .Where(earlier => earlier.Status == RefundStatus.Succeeded)
            .Aggregate(Money.Zero(terms.SettlementCurrency), (sum, earlier) => sum + earlier.Settled!.Value);
        return terms.Convert(state.AmountRefunded + refund.Amount) - returned;
    }
}
