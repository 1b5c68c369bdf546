namespace PayGate.Api.Http;

/// <summary>The rows, by subject.</summary>
public static partial class ErrorCatalog
{
    private static IEnumerable<ErrorRow> Requests() =>
    [
        Invalid("parameter_missing", "Missing a required parameter."),
        Invalid("parameter_unknown", "Received an unknown parameter."),
        Invalid("parameter_invalid_integer", "A parameter is not a whole number within its bounds."),
        Invalid("parameter_invalid_type", "A parameter has the wrong type."),
        Invalid("parameter_invalid_string", "A parameter has a value that it cannot take."),
        Invalid("parameter_too_long", "A parameter is too long."),
        Invalid("parameters_exclusive", "Two parameters exclude each other."),
        Invalid("sensitive_data_in_field", "Card numbers and secret keys must not be sent in this place."),
        Invalid("json_invalid", "The body is not valid JSON."),
        Invalid("json_duplicate_member", "The JSON body has a member twice."),
        Invalid("json_too_deep", "The JSON body is nested too deeply."),
        Invalid("bank_scripts_exceeded", "There are too many scripts for the simulated bank."),
        Invalid("request_malformed", "The request is malformed."),
        Invalid("request_timeout", "The request did not arrive in time.", 408),
        Invalid("body_too_large", "The body is too large.", 413),
        Invalid("unsupported_media_type", "The content type or encoding is not supported.", 415),
        Invalid("method_not_allowed", "This route does not know the method; see the Allow header.", 405),
        Invalid("resource_missing", "There is no such object or route.", 404),
        Invalid("url_invalid", "The URL is invalid."),
        Invalid("url_private_address", "The URL leads to a private or special address."),
        new("idempotency_error", 400, "idempotency_error", "The idempotency key was used before with other parameters."),
        new("idempotency_key_in_use", 409, "idempotency_error", "A request with this idempotency key is still running."),
        Invalid("idempotency_key_invalid", "An idempotency key has 1 to 255 printable ASCII characters and is sent once."),
    ];

    private static IEnumerable<ErrorRow> Money() =>
    [
        Invalid("amount_too_small", "The amount is below the minimum."),
        Invalid("amount_too_large", "The amount is above the maximum."),
        Invalid("amount_limit_exceeded", "The amount does not fit what is left of the account's daily or monthly limit."),
        Invalid("currency_invalid", "The currency is not an ISO 4217 code."),
        Invalid("quote_already_used", "Another payment intent cites the quote."),
        Invalid("quote_expired", "The quote has ended."),
        Invalid("quote_mismatch", "The quote is for another amount or currency."),
        Invalid("currency_not_supported", "The currency is not enabled for this account."),
        Invalid("payment_intent_unexpected_state", "The payment intent's status does not allow this."),
        Invalid("payment_attempts_exceeded", "The payment intent has used up its attempts."),
        Invalid("refund_unexpected_state", "The refund's status does not allow this."),
        Invalid("refund_request_unexpected_state", "The refund request's status does not allow this."),
        Invalid("refund_request_open", "The payment has a refund request already that has not come to its end."),
        Invalid("settlement_running", "Days that have ended are still being closed. Repeat the request in a few seconds.", 409),
        Invalid("balance_insufficient", "The available balance, less what open refund requests hold back of it, does not cover the amount."),
        Invalid("payouts_not_allowed", "The account has no bank account that takes this currency."),
        Invalid("payout_unexpected_state", "The payout's status does not allow this."),
        Invalid("payout_reversal_not_supported", "A payout cannot be taken back from the bank account that it went to."),
        Invalid("charge_disputed", "The charge is disputed, or was lost in a dispute."),
        Invalid("dispute_unexpected_state", "The dispute's status does not allow this."),
        Invalid("charge_already_refunded", "The charge is already refunded."),
        Invalid("charge_expired_for_capture", "The authorization has expired and can no longer be captured."),
    ];

    private static IEnumerable<ErrorRow> Cards() =>
    [
        Card("incorrect_number", "The card number is incorrect."),
        Card("invalid_number", "The card number is not a valid number."),
        Card("invalid_expiry_month", "The card's expiry month is invalid."),
        Card("invalid_expiry_year", "The card's expiry year is invalid."),
        Card("invalid_cvc", "The card's security code is invalid."),
        Card("incorrect_cvc", "The card's security code is incorrect."),
        Card("expired_card", "The card has expired."),
        Card("card_declined", "The card was declined."),
        Card("processing_error", "An error occurred while processing the card. Try again in a little while."),
        Card("authentication_required", "The card's issuer wants the cardholder to be authenticated."),
        Invalid("payment_intent_authentication_failure", "The cardholder was not authenticated."),
        Invalid("setup_intent_authentication_failure", "The cardholder was not authenticated."),
        Card("risk_blocked", "The payment was blocked."),
        Invalid("token_already_used", "The token has been used already."),
        Invalid("token_revoked", "The token has been revoked."),
        Invalid("token_expired", "The token has expired."),
        Invalid("payment_method_unexpected_state", "The payment method's state does not allow this."),
        Invalid("checkout_session_unexpected_state", "The checkout session's status does not allow this."),
        Invalid("setup_intent_unexpected_state", "The setup intent's status does not allow this."),
        Invalid("customer_max_payment_methods", "The customer has as many payment methods as one can have."),
    ];

    private static IEnumerable<ErrorRow> Access() =>
    [
        new("api_key_invalid", 401, "authentication_error", "Send a valid API key as 'Authorization: Bearer <key>'."),
        new("account_locked", 401, "authentication_error", "The account is locked for a while."),
        Invalid("ambiguous_credentials", "Send one credential only."),
        new("secret_key_required", 403, "permission_error", "This route needs a secret key."),
        new("account_erased", 403, "permission_error", "The card data of this account was erased for ever."),
        new("permission_denied", 403, "permission_error", "The credential does not permit this."),
    ];

    private static IEnumerable<ErrorRow> Faults() =>
    [
        new("rate_limit", 429, "rate_limit_error", "Too many requests. Wait as long as Retry-After says."),
        new("api_error", 500, "api_error", "Something went wrong on our side."),
        new("storage_unavailable", 503, "api_error", "Storage cannot be reached for the moment. Try again with the same idempotency key."),
        new(
            "vault_unavailable", 503, "api_error",
            "The card vault cannot be reached for the moment. Try again with the same idempotency key."),
        new("bank_unavailable", 503, "api_error", "The bank did not answer, and nothing was changed. Try again with the same idempotency key."),
        new("rate_unavailable", 503, "api_error", "No current exchange rate is known. Try again later."),
    ];
}
