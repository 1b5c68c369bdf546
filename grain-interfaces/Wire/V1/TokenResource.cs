namespace PayGate.Wire.V1;

/// <summary>Stripe's token of type card: a card for a single use.</summary>
public sealed record TokenResource
{
    public required string Id { get; init; }

    [Words("token")]
    public string Object { get; init; } = "token";

    public required SourceResource Card { get; init; }

    /// <summary>Always null: addresses of customers are not kept with their cards.</summary>
    public string? ClientIp { get; init; }

    public required long Created { get; init; }

    public required bool Livemode { get; init; }

    [Words("card")]
    public string Type { get; init; } = "card";

    public required bool Used { get; init; }
}

/// <summary>The older shape of a card: token.card, and a customer's source.</summary>
public sealed record SourceResource
{
    public required string Id { get; init; }

    [Words("card")]
    public string Object { get; init; } = "card";

    public string? AddressCity { get; init; }

    public string? AddressCountry { get; init; }

    public string? AddressLine1 { get; init; }

    public string? AddressLine1Check { get; init; }

    public string? AddressLine2 { get; init; }

    public string? AddressState { get; init; }

    public string? AddressZip { get; init; }

    public string? AddressZipCheck { get; init; }

    [Words("always", "limited", "unspecified")]
    public string AllowRedisplay { get; init; } = "unspecified";

    public required string Brand { get; init; }

    public string? Country { get; init; }

    /// <summary>Whose source it is; null in a token.</summary>
    [Shapes(typeof(CustomerResource), typeof(DeletedCustomerResource))]
    public Expandable Customer { get; init; }

    [Words("pass", "fail", "unchecked", "unavailable")]
    public string? CvcCheck { get; init; }

    public string? DynamicLast4 { get; init; }

    public required int ExpMonth { get; init; }

    public required int ExpYear { get; init; }

    public string? Fingerprint { get; init; }

    [Words("credit", "debit", "prepaid", "unknown")]
    public required string Funding { get; init; }

    public required string Last4 { get; init; }

    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    public string? Name { get; init; }

    public required CardNetworksResource Networks { get; init; }

    public string? RegulatedStatus { get; init; }

    public string? TokenizationMethod { get; init; }

    public object? Wallet { get; init; }
}

/// <summary>What is left of a source that was taken from its customer.</summary>
public sealed record DeletedSourceResource
{
    public required string Id { get; init; }

    [Words("card")]
    public string Object { get; init; } = "card";

    /// <summary>Always true.</summary>
    public bool Deleted { get; init; } = true;
}
