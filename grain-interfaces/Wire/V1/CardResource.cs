namespace PayGate.Wire.V1;

/// <summary>payment_method.card: what may be shown of a stored card.</summary>
public sealed record CardResource
{
    public required string Brand { get; init; }

    public required CardChecksResource Checks { get; init; }

    public string? Country { get; init; }

    public required string DisplayBrand { get; init; }

    public required int ExpMonth { get; init; }

    public required int ExpYear { get; init; }

    public string? Fingerprint { get; init; }

    [Words("credit", "debit", "prepaid", "unknown")]
    public required string Funding { get; init; }

    public object? GeneratedFrom { get; init; }

    public required string Last4 { get; init; }

    public required CardNetworksResource Networks { get; init; }

    public string? RegulatedStatus { get; init; }

    public required ThreeDSecureUsageResource ThreeDSecureUsage { get; init; }

    public object? Wallet { get; init; }
}

public sealed record CardNetworksResource
{
    public required IReadOnlyList<string> Available { get; init; }

    public string? Preferred { get; init; }
}

public sealed record ThreeDSecureUsageResource
{
    public bool Supported { get; init; } = true;
}

/// <summary>billing_details.address.</summary>
public sealed record AddressResource
{
    public string? City { get; init; }

    public string? Country { get; init; }

    public string? Line1 { get; init; }

    public string? Line2 { get; init; }

    public string? PostalCode { get; init; }

    public string? State { get; init; }
}
