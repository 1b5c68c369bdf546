using PayGate.Grains.Quotes;
using PayGate.PaymentIntents;
using Decision = PayGate.Outcome<System.Collections.Immutable.ImmutableArray<PayGate.Grains.PaymentIntents.PaymentIntentEvent>>;

namespace PayGate.Grains.PaymentIntents;

/// <summary>Changes of what the merchant said: of a payment before money is held for it, of a charge at any time.</summary>
internal static class UpdateRules
{
    public static Decision Updated(PaymentIntent state, Update command, DateTimeOffset now)
    {
        var asked = command.Asked;
        var amount = new Money(asked.Amount ?? state.Amount.MinorUnits, asked.Currency ?? state.Amount.Currency);
        if (AmountLimits.Refuse(amount) is { } outside)
        {
            return outside;
        }

        if (state.Details.Quote is not null && amount != state.Amount)
        {
            return QuoteRules.OtherAmount;
        }

        var details = asked.Details.ApplyTo(state.Details);
        return details.IsSuccess
            ? PaymentIntentDecider.Facts(new IntentUpdated
            {
                Amount = amount == state.Amount ? null : amount,
                CaptureMethod = asked.CaptureMethod == state.CaptureMethod ? null : asked.CaptureMethod,
                Details = details.Value == state.Details ? null : details.Value,
                Method = command.Method,
                MethodRemoved = asked.PaymentMethodId.IsUnset,
                Request = asked.Request,
                At = now,
            })
            : details.Refusal;
    }

    public static Decision OfCharge(PaymentIntent state, ChangeCharge command, DateTimeOffset now)
    {
        var asked = command.Asked;
        if (state.Attempts.FirstOrDefault(candidate => candidate.ChargeId == asked.ChargeId) is not { } attempt)
        {
            return Refusals.NoSuchIntent;
        }

        var current = attempt.WordsIn(state);
        var metadata = asked.Metadata.ApplyTo(current.Metadata);
        return metadata.IsSuccess
            ? PaymentIntentDecider.Facts(new ChargeUpdated
            {
                ChargeId = attempt.ChargeId,
                Details = new ChargeDetails
                {
                    Description = asked.Description.ApplyTo(current.Description),
                    ReceiptEmail = asked.ReceiptEmail.ApplyTo(current.ReceiptEmail),
                    Metadata = metadata.Value,
                },
                Request = asked.Request,
                At = now,
            })
            : metadata.Refusal;
    }
}
