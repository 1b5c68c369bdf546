namespace PayGate.Api.Http;

/// <summary>What the HTTP core must be told.</summary>
public sealed record HttpOptions
{
    /// <summary>At least 32 bytes, the same on all API nodes for as long as idempotency records live (24 h).</summary>
    public required byte[] IdempotencyHashKey { get; init; }

    /// <summary>
    /// Further own origins, for example <c>https://pay.example.com</c> behind a proxy that ends TLS. The request's own host always counts.
    /// </summary>
    public IReadOnlySet<string> PublicOrigins { get; init; } = new HashSet<string>();

    internal void Validate() => ArgumentOutOfRangeException.ThrowIfLessThan(IdempotencyHashKey.Length, 32, nameof(IdempotencyHashKey));
}
