using PayGate.Grains.Quotes;
using PayGate.PaymentIntents;
using Decision = PayGate.Outcome<System.Collections.Immutable.ImmutableArray<PayGate.Grains.PaymentIntents.PaymentIntentEvent>>;

namespace PayGate.Grains.PaymentIntents;

/// <summary>Raising an uncaptured authorization: to a higher total, a limited number of times, the difference granted by the bank.</summary>
internal static class IncrementRules
{
    public static Decision Begun(PaymentIntent state, StartIncrement command, DateTimeOffset now)
    {
        var attempt = state.StandingAttempt!;
        var total = new Money(command.Amount, state.Amount.Currency);
        var details = command.Details.ApplyTo(state.Details);
        return true switch
        {
            _ when total <= attempt.Authorized!.Value => Refusals.IncrementTooSmall(attempt.Authorized.Value),
            _ when state.Details.Quote is not null => QuoteRules.OtherAmount,
            _ when AmountLimits.Refuse(total) is { } outside => outside,
            _ when attempt.Increments >= PaymentIntent.IncrementsMax => Refusals.TooManyIncrements,
            _ when details.Refusal is { } refusal => refusal,
            _ => PaymentIntentDecider.Facts(new IncrementStarted
            {
                Reference = $"{attempt.ChargeId}.inc{attempt.Increments + 1}",
                Amount = total,
                Details = details.Value == state.Details ? null : details.Value,
                Request = command.Request,
                Lease = command.Lease,
                At = now,
            }),
        };
    }

    /// <summary>What the bank granted counts: less than was asked raises the total by that much, more is no approval of what was asked and raises it as asked.</summary>
    public static Decision Answered(PaymentIntent state, PendingIncrement pending, BankAnswer answer, DateTimeOffset now)
    {
        var held = state.StandingAttempt!.Authorized!.Value;
        var granted = held + answer.Amount <= pending.Amount ? held + answer.Amount : pending.Amount;
        return answer.Approved
            ? PaymentIntentDecider.Facts(new AuthorizationIncremented { Amount = granted, Answer = answer, Taken = Taken(pending, granted), At = now })
            : PaymentIntentDecider.Facts(new IncrementDeclined { Answer = answer, Taken = Taken(pending, held), At = now });
    }

    /// <summary>What the bank did not grant goes back to the lease.</summary>
    private static IncrementTaken? Taken(PendingIncrement pending, Money total) =>
        pending.Lease is { } lease ? new IncrementTaken(pending.Reference, lease, pending.Amount - total) : null;
}
