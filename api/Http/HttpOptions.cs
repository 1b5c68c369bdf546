namespace PayGate.Api.Http;

/// <summary>What the HTTP core must be told.</summary>
public sealed record HttpOptions
{
    /// <summary>At least 32 bytes, the same on all API nodes for as long as idempotency records live (24 h).</summary>
    public required byte[] IdempotencyHashKey { get; init; }

    /// <summary>The version shown to clients that send no <c>Stripe-Version</c>; the default is that of the SDK the contract was taken from.</summary>
    public string ApiVersion { get; init; } = "2026-10-28.endive";

    /// <summary>Further own origins, for example <c>https://pay.example.com</c> behind a proxy that ends TLS. The request's own host always counts.</summary>
    public IReadOnlySet<string> PublicOrigins { get; init; } = new HashSet<string>();

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(IdempotencyHashKey.Length, 32, nameof(IdempotencyHashKey));
        if (!RequestHeaderRules.IsWellFormedVersion(ApiVersion))
        {
            throw new ArgumentException("The API version must be YYYY-MM-DD, optionally followed by a dot and a name.", nameof(ApiVersion));
        }
    }
}
