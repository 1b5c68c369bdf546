using Microsoft.AspNetCore.Http;
using PayGate.Api.Commands;
using PayGate.Api.Http;

namespace PayGate.Api.PaymentIntents;

/// <summary>Sends a command to the actor of a payment that the caller may see.</summary>
public sealed class PaymentCommands(PaymentReader payments, IntentRenderer renderer, IGrainFactory grains)
{
    /// <summary>
    /// Sends a command by id. An actor that finds no payment of the caller's under its id refuses and is gone again, so nothing has to be read
    /// first; ids that cannot be this merchant's do not even get there. A refusal because of the payment's state comes with that state.
    /// </summary>
    /// <param name="id">As it stands in the path.</param>
    /// <param name="context">The request.</param>
    /// <param name="command">Calls the actor, for the merchant and mode of the payment.</param>
    public async Task<CommandResult<T>> Run<T>(
        string id, HttpContext context, Func<Tenant, IPaymentIntentGrain, Task<Outcome<Answer>>> command)
    {
        if (!ObjectId.IsWellFormed("pi", id))
        {
            return NoSuchIntent(id);
        }

        // A browser's credential does not say whose payment it is.
        if (context.Caller().IsBrowser)
        {
            return await payments.FindPayment(id, context) is { } payment
                ? await Run<T>(payment, context, (found, grain) => command(found.Tenant, grain))
                : NoSuchIntent(id);
        }

        var tenant = context.Tenant();
        if (!ObjectId.MayBelongTo(id, tenant.MerchantId))
        {
            return NoSuchIntent(id);
        }

        var outcome = await command(tenant, grains.GetGrain<IPaymentIntentGrain>(id));
        return outcome.Refusal is { Code: "resource_missing", Param: "id" }
            ? NoSuchIntent(id)
            : new CommandResult<T>(outcome) { Payment = await StateBehind(outcome.Refusal, id, context) };
    }

    /// <summary>The same for a payment that was found by other means.</summary>
    public async Task<CommandResult<T>> Run<T>(
        PaymentIntent payment, HttpContext context, Func<PaymentIntent, IPaymentIntentGrain, Task<Outcome<Answer>>> command)
    {
        var outcome = await command(payment, grains.GetGrain<IPaymentIntentGrain>(payment.Id));
        return new CommandResult<T>(outcome) { Payment = await StateBehind(outcome.Refusal, payment.Id, context) };
    }

    /// <summary>A path may hold anything, a card number too: only what can be an id is repeated.</summary>
    public static Refusal NoSuchIntent(string id) =>
        new("resource_missing", ObjectId.IsWellFormed("pi", id) ? $"No such payment_intent: '{id}'" : "No such payment_intent.", "id");

    private async Task<PaymentIntentResource?> StateBehind(Refusal? refusal, string id, HttpContext context) =>
        refusal is not null && IntentRefusals.State.Contains(refusal.Code) && await payments.FindPayment(id, context) is { } payment
            ? renderer.Render(payment, Expansion.None, context)
            : null;
}

/// <summary>Which refusals of payments an operation may answer with, besides those of every route.</summary>
internal static class IntentRefusals
{
    /// <summary>The payment's status forbids the operation; the error shows the payment.</summary>
    public static readonly string[] State = ["payment_intent_unexpected_state", "payment_attempts_exceeded"];

    public static readonly string[] Opening =
        ["amount_too_small", "amount_too_large", "currency_invalid", "currency_not_supported", "url_invalid", "quote_already_used", "quote_expired", "quote_mismatch"];

    public static readonly string[] Capture = ["amount_too_large", "charge_expired_for_capture"];

    /// <summary>The bank may refuse it as it refuses a charge.</summary>
    public static readonly string[] Increment =
        ["amount_too_small", "amount_too_large", "amount_limit_exceeded", "currency_not_supported", "quote_mismatch", "expired_card", "card_declined", "processing_error"];

    public static readonly string[] Refund = ["amount_too_large", "charge_already_refunded", "charge_disputed"];

    /// <summary>The rules of a typed card.</summary>
    public static readonly string[] Card =
        ["incorrect_number", "invalid_number", "invalid_expiry_month", "invalid_expiry_year", "invalid_cvc", "account_erased"];

    /// <summary>A payment method or token that is named.</summary>
    public static readonly string[] Handle =
        ["resource_missing", "token_already_used", "token_revoked", "token_expired", "payment_method_unexpected_state", "account_erased"];

    /// <summary>An attempt: the card, the method, and what the bank may say.</summary>
    public static readonly string[] Attempt =
    [
        .. Card, .. Handle, "url_invalid", "currency_not_supported", "amount_limit_exceeded", "quote_expired",
        "incorrect_cvc", "expired_card", "card_declined", "processing_error", "authentication_required",
    ];
}
