using PayGate.Grains.Acquiring;
using PayGate.PaymentIntents;
using Decision = PayGate.Outcome<System.Collections.Immutable.ImmutableArray<PayGate.Grains.PaymentIntents.PaymentIntentEvent>>;

namespace PayGate.Grains.PaymentIntents;

/// <summary>Refunds of a captured payment: repeated, in parts, never more than was captured, each returned at the payment's own rate.</summary>
internal static class RefundRules
{
    public static Decision Begun(PaymentIntent state, StartRefund command, DateTimeOffset now)
    {
        var left = state.AmountLeft;
        var amount = new Money(command.Amount ?? left.MinorUnits, left.Currency);
        return true switch
        {
            // Asked for under an id of the caller's own, as often as it takes to be sure.
            _ when state.Refunds.Any(refund => refund.Id == command.RefundId) => PaymentIntentDecider.Facts(),
            _ when state.OpenDispute is not null => Refusals.ChargeDisputed(state.StandingAttempt!.ChargeId),
            _ when left.IsZero => Refusals.NothingLeft(state),
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

    /// <summary>One line per legal move of a refund; the folder's README has the table.</summary>
    public static Decision Decide(PaymentIntent state, RefundCommand command, DateTimeOffset now) =>
        (state.Refunds.Single(candidate => candidate.Id == command.RefundId), command) switch
        {
            ({ Status: RefundStatus.Pending, RetryAt: null } refund, RefundAnswered answered) => Answered(state, refund, answered, now),
            ({ Status: RefundStatus.Pending, RetryAt: null, AnsweredProcessing: false } refund, RefundUnanswered) =>
                PaymentIntentDecider.Facts(new RefundOutcomeUnknown { RefundId = refund.Id, At = now }),

            ({ Status: RefundStatus.Pending, RetryAt: { } at } refund, RetryRefund) when now >= at =>
                PaymentIntentDecider.Facts(new RefundRetried { RefundId = refund.Id, At = now }),
            (_, RetryRefund) => PaymentIntentDecider.Facts(),

            ({ Status: RefundStatus.Pending, RetryAt: not null } refund, CancelRefund cancel) =>
                PaymentIntentDecider.Facts(new RefundCanceled { RefundId = refund.Id, Request = cancel.Request, At = now }),
            ({ Status: RefundStatus.Pending } refund, CancelRefund) => Refusals.RefundUnknown(refund.Id),
            (var refund, CancelRefund) => Refusals.RefundDecided(refund),

            (var refund, ChangeRefund change) => Changed(refund, change, now),

            _ => Refusals.UnexpectedState(state.Status, Refusals.Verb(command)),
        };

    private static Decision Answered(PaymentIntent state, Refund refund, RefundAnswered command, DateTimeOffset now) => command.Answer switch
    {
        { Approved: true } => PaymentIntentDecider.Facts(new RefundSucceeded
        {
            RefundId = refund.Id,
            Settled = state.Returned(refund.Amount),
            FeeReturned = state.FeeReturned(refund.Amount),
            BalanceTransactionId = command.BalanceTransactionId,
            At = now,
        }),
        { Reason: BankReasons.IssuerUnavailable } when RefundRetries.Next(refund.PutOff + 1, now) is { } retryAt =>
            PaymentIntentDecider.Facts(new RefundPutOff { RefundId = refund.Id, Answer = command.Answer, RetryAt = retryAt, At = now }),
        _ => PaymentIntentDecider.Facts(new RefundFailed { RefundId = refund.Id, FailureReason = command.Answer.Reason, At = now }),
    };

    /// <summary>
    /// What of the fee the next refund returns under a plan that returns it: the share of all that is refunded then, truncated, less what came back before, so that a full
    /// refund returns the whole fee to the unit. Disputes return none. Null where the fee is kept, and where nothing comes back.
    /// </summary>
    private static Money? FeeReturned(this PaymentIntent state, Money amount)
    {
        var charge = state.StandingAttempt!;
        if (!charge.Terms.ReturnsFee)
        {
            return null;
        }

        var fee = charge.Figures!.Fee;
        var before = state.Refunds.Aggregate(Money.Zero(fee.Currency), (sum, refund) => sum + (refund.FeeReturned ?? Money.Zero(fee.Currency)));
        var returned = fee.ShareTruncated((state.AmountRefunded + amount).MinorUnits, state.AmountCaptured.MinorUnits) - before;
        return returned.IsZero ? null : returned;
    }

    private static Decision Changed(Refund refund, ChangeRefund change, DateTimeOffset now)
    {
        var metadata = change.Metadata.ApplyTo(refund.Metadata);
        return metadata.IsSuccess
            ? PaymentIntentDecider.Facts(new RefundUpdated { RefundId = refund.Id, Metadata = metadata.Value, Request = change.Request, At = now })
            : metadata.Refusal;
    }
}
