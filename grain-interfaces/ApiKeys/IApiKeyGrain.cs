namespace PayGate.ApiKeys;

/// <summary>One API key, keyed <c>key_…</c>. Only the key's hash is stored; the key itself is shown once by whoever made it.</summary>
[Alias("paygate.IApiKeyGrain")]
public interface IApiKeyGrain : IGrainWithStringKey
{
    /// <summary>Stores a key. A repeat with a key that exists changes nothing.</summary>
    [Alias("create")]
    Task<ApiKey> Create(CreateApiKey command, CancellationToken cancellationToken);
}

[GenerateSerializer, Alias("paygate.api-key.create"), Immutable]
public sealed record CreateApiKey
{
    [Id(0)]
    public required string MerchantId { get; init; }

    /// <summary>secret, publishable or restricted.</summary>
    [Id(1)]
    public required string Kind { get; init; }

    [Id(2)]
    public required bool Livemode { get; init; }

    /// <summary>SHA-256 of the key's text.</summary>
    [Id(3)]
    public required byte[] KeyHash { get; init; }
}

/// <summary>An API key as last committed.</summary>
[GenerateSerializer, Alias("paygate.api-key"), Immutable]
public sealed record ApiKey
{
    [Id(0)]
    public required string Id { get; init; }

    [Id(1)]
    public required string MerchantId { get; init; }

    [Id(2)]
    public required string Kind { get; init; }

    [Id(3)]
    public required bool Livemode { get; init; }

    [Id(4)]
    public required byte[] KeyHash { get; init; }
}
