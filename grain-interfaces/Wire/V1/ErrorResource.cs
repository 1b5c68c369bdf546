using System.Text.Json.Serialization;

namespace PayGate.Wire.V1;

/// <summary>The error object of every answer that is not a success, and last_payment_error. Members that do not apply are left out.</summary>
public sealed record ErrorResource
{
    /// <summary>The kind of error; with the status it decides which class of exception an SDK throws.</summary>
    [Words("invalid_request_error", "card_error", "idempotency_error", "authentication_error", "permission_error", "rate_limit_error", "api_error")]
    public required string Type { get; init; }

    /// <summary>What went wrong, as a word for programs.</summary>
    public required string Code { get; init; }

    /// <summary>The bank's reason, for declined cards.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? DeclineCode { get; init; }

    /// <summary>What went wrong, as a sentence for people.</summary>
    public required string Message { get; init; }

    /// <summary>The parameter at fault, in form notation.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Param { get; init; }

    /// <summary>The charge that failed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Charge { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? AdviceCode { get; init; }

    /// <summary>The response code as the card network spelt it; hidden from browsers.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? NetworkDeclineCode { get; init; }

    /// <summary>How often the customer may still try.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? AttemptsLeft { get; init; }

    /// <summary>The payment that the error is about, as it is now.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PaymentIntentResource? PaymentIntent { get; init; }

    /// <summary>The setup that the error is about, as it is now. Ahead of all that holds names which users choose, as the payment is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SetupIntentResource? SetupIntent { get; init; }

    /// <summary>The payment method that was declined.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PaymentMethodResource? PaymentMethod { get; init; }
}

/// <summary>An answer that is an error.</summary>
public sealed record ErrorAnswer
{
    public required ErrorResource Error { get; init; }
}
