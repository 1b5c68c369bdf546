using PayGate.PaymentIntents;

namespace PayGate.Grains.PaymentIntents;

/// <summary>
/// What is left of a payment whose customer was erased: amounts, times, outcomes, and ids, which the books need. Brand, last four digits and expiry of the card stay, as
/// receipts show them.
/// </summary>
internal static class PaymentErasure
{
    public static PaymentIntent Erased(PaymentIntent intent) => intent with
    {
        Erased = true,
        Details = intent.Details with { Description = null, ReceiptEmail = null, Shipping = null, Metadata = IntentDetails.NoMetadata },
        PaymentMethod = intent.PaymentMethod is { } method ? Nameless(method) : null,
        Attempts = [.. intent.Attempts.Select(attempt => attempt with
        {
            Method = Nameless(attempt.Method),
            Details = attempt.Details is null ? null : new ChargeDetails(),
        })],
        Refunds = [.. intent.Refunds.Select(refund => refund with { Metadata = IntentDetails.NoMetadata })],
        Challenge = intent.Challenge is { } challenge ? challenge with { Method = Nameless(challenge.Method) } : null,
    };

    /// <summary>The method without what tells whose it is.</summary>
    public static PaymentMethodSnapshot Nameless(PaymentMethodSnapshot method) =>
        method with { BillingName = null, Card = method.Card with { Fingerprint = null } };
}
