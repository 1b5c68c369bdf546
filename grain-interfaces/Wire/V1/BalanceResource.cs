namespace PayGate.Wire.V1;

/// <summary>Stripe's balance: what is owed to the merchant, by currency, with zero for its settlement currency when there is nothing.</summary>
public sealed record BalanceResource
{
    [Words("balance")]
    public string Object { get; init; } = "balance";

    /// <summary>What is settled and not paid out; all but what is held can be paid out.</summary>
    public required IReadOnlyList<BalanceAmountResource> Available { get; init; }

    /// <summary>What open refund requests hold back of what is available: it cannot be paid out until they are decided.</summary>
    public required IReadOnlyList<BalanceAmountResource> Held { get; init; }

    public required bool Livemode { get; init; }

    /// <summary>What is booked and not settled yet. Refunds may leave less than nothing.</summary>
    public required IReadOnlyList<BalanceAmountResource> Pending { get; init; }
}

/// <summary>A sum in one currency.</summary>
public sealed record BalanceAmountResource
{
    public required long Amount { get; init; }

    public required string Currency { get; init; }

    public required BalanceSourcesResource SourceTypes { get; init; }
}

/// <summary>The sum by what it was paid with.</summary>
public sealed record BalanceSourcesResource
{
    public required long Card { get; init; }
}
