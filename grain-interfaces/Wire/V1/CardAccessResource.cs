using PayGate.CardTokens;

namespace PayGate.Wire.V1;

/// <summary>One time that a stored card was decrypted. Entries are never changed or removed, and hold nothing of the card.</summary>
public sealed record CardAccessResource
{
    public required string Id { get; init; }

    [Words("card_access")]
    public string Object { get; init; } = "card_access";

    public required long Created { get; init; }

    /// <summary>What it was for: a payment intent, a setup intent, a payment method that was made of a token, or a customer. Null where PayGate itself needed it.</summary>
    public string? For { get; init; }

    public required bool Livemode { get; init; }

    public required string PaymentMethod { get; init; }

    [Words(
        CardAccessPurpose.Payment, CardAccessPurpose.OffSessionPayment, CardAccessPurpose.Setup, CardAccessPurpose.Verification, CardAccessPurpose.Exchange,
        CardAccessPurpose.Holder, CardAccessPurpose.Rename, CardAccessPurpose.Rewrap)]
    public required string Purpose { get; init; }

    /// <summary>Under which id the card went to the bank, for example the charge's. Null where it did not go there.</summary>
    public string? Reference { get; init; }

    /// <summary>The request that asked. Null where time did.</summary>
    public string? Request { get; init; }
}

/// <summary>How often a stored card was taken out to be used, and when last.</summary>
public sealed record CardUsageResource
{
    [Words("payment_method_usage")]
    public string Object { get; init; } = "payment_method_usage";

    /// <summary>Null when it was never used.</summary>
    public long? LastUsed { get; init; }

    public required bool Livemode { get; init; }

    public required string PaymentMethod { get; init; }

    public required long UseCount { get; init; }
}
