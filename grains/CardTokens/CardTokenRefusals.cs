namespace PayGate.Grains.CardTokens;

/// <summary>All refusals of a handle, in the order in which they are checked.</summary>
internal static class CardTokenRefusals
{
    public static readonly Refusal NoSuchToken = new("resource_missing", "No such payment method or token.", "payment_method");

    public static readonly Refusal Expired = new("token_expired", "This payment method or token was not used in time. Collect the card again.", "payment_method");

    public static readonly Refusal Revoked = new("token_revoked", "This payment method or token was revoked.", "payment_method");

    public static readonly Refusal AlreadyUsed = new(
        "token_already_used", "This payment method or token was made for a single use and has been used by another payment.", "payment_method");
}
