using PayGate.CardTokens;

namespace PayGate.Grains.CardTokens;

/// <summary>All refusals of a handle, in the order in which they are checked.</summary>
internal static class CardTokenRefusals
{
    public static readonly Refusal NoSuchToken = new("resource_missing", "No such payment method or token.", "payment_method");

    public static readonly Refusal Expired = new("token_expired", "This payment method or token was not used in time. Collect the card again.", "payment_method");

    public static readonly Refusal Revoked = new("token_revoked", "This payment method or token was revoked.", "payment_method");

    public static readonly Refusal AlreadyUsed = new(
        "token_already_used", "This payment method or token was made for a single use and has been used by another payment.", "payment_method");

    public static readonly Refusal OtherCustomers = new(
        "payment_method_unexpected_state", "The payment method is attached to a customer. Name that customer to use it; no other can.", "payment_method");

    public static readonly Refusal WasUsed = new(
        "payment_method_unexpected_state",
        "The payment method was used without being attached to a customer, and may not be used again. Collect the card anew.", "payment_method");

    public static readonly Refusal NotAttached = new(
        "payment_method_unexpected_state", "The payment method is not attached to a customer.", "payment_method");

    public static readonly Refusal AccountErased = new(
        "account_erased", "The card data of this account was erased for ever. No card can be stored, shown to the bank or changed.");

    /// <summary>Also when it answered too late for the customer to still stand behind the request.</summary>
    public static readonly Refusal BankSilent = new(
        ICardTokenGrain.BankUnavailable, "The bank did not say whether the card is good. Nothing was changed; try again.", "payment_method");
}
