namespace PayGate.Api.Http;

/// <summary>
/// All API keys that are neither revoked nor rolled, by hash: a snapshot in memory, read every second and refused when older than <see cref="Storage.StorageLimits.SnapshotAgeMax"/>.
/// </summary>
public interface IApiKeyDirectory
{
    /// <summary>The entry of the key with this SHA-256 over its UTF-8 text, or null. Must not block and must not reach out.</summary>
    ApiKeyEntry? Find(ReadOnlySpan<byte> sha256OfKey);
}

/// <summary>What the API needs to know of a key.</summary>
public sealed record ApiKeyEntry
{
    public required string KeyId { get; init; }

    public required string MerchantId { get; init; }

    /// <summary>Secret, Publishable or Restricted.</summary>
    public required CallerKind Kind { get; init; }

    public required bool Livemode { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>False refuses everything but reads with <c>permission_denied</c>.</summary>
    public required bool MerchantActive { get; init; }

    /// <summary>What a restricted key may do, as <c>resource:action</c>; of no meaning for other kinds.</summary>
    public IReadOnlySet<string> Permissions { get; init; } = new HashSet<string>();
}
