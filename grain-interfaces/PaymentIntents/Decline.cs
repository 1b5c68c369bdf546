namespace PayGate.PaymentIntents;

/// <summary>
/// A bank's reason in Stripe's words: code, decline_code and a sentence for the customer. Lost, stolen and fraud look generic to a browser, so that a thief
/// learns nothing; the merchant sees them exactly.
/// </summary>
public sealed record Decline(string Code, string? DeclineCode, string Message, string? Param = null)
{
    /// <summary>PayGate's own reason: the bank approved, but not what it was asked.</summary>
    public const string AmountMismatch = "amount_mismatch";

    private const string Generic = "Your card was declined.";

    private static readonly Decline GenericDecline = new("card_declined", "generic_decline", Generic);

    private static readonly Dictionary<string, Decline> ByReason = new(StringComparer.Ordinal)
    {
        ["do_not_honor"] = GenericDecline,
        ["generic_decline"] = GenericDecline,
        ["insufficient_funds"] = new("card_declined", "insufficient_funds", "Your card has insufficient funds."),
        ["lost_card"] = new("card_declined", "lost_card", Generic),
        ["stolen_card"] = new("card_declined", "stolen_card", Generic),
        ["fraudulent"] = new("card_declined", "fraudulent", Generic),
        ["authentication_required"] = new(
            "authentication_required", "authentication_required", "Your card was declined. This transaction requires authentication."),
        ["card_velocity_exceeded"] = new("card_declined", "card_velocity_exceeded", "Your card was used too often in a short time."),
        ["expired_card"] = new("expired_card", "expired_card", "Your card has expired.", "exp_month"),
        ["incorrect_cvc"] = new("incorrect_cvc", "incorrect_cvc", "Your card's security code is incorrect.", "cvc"),
        ["processing_error"] = new("processing_error", "processing_error", "An error occurred while processing your card. Try again in a little bit."),
        ["issuer_unavailable"] = new("card_declined", "issuer_not_available", "Your card's issuer could not be reached. Try again in a little bit."),
        [AmountMismatch] = new("processing_error", "processing_error", "The bank did not approve the right amount; nothing was charged. Try again."),
        ["never_seen"] = new("processing_error", "processing_error", "The bank did not process this payment; nothing was charged. Try again."),
    };

    private static readonly HashSet<string> Telling = ["lost_card", "stolen_card", "fraudulent"];

    /// <summary>An unknown reason is a generic decline.</summary>
    public static Decline Of(string reason, bool browser) =>
        browser && Telling.Contains(reason) ? GenericDecline : ByReason.GetValueOrDefault(reason, GenericDecline);
}
