using System.Collections.Immutable;
using System.Text.Json.Serialization;
using PayGate.EncryptionKeys;

namespace PayGate.Grains.EncryptionKeys;

/// <summary>The facts of a key's stream. They are stored as JSON and hashed: members are added, never renamed or removed.</summary>
public abstract record EncryptionKeyEvent
{
    public required DateTimeOffset At { get; init; }
}

/// <summary>A new version is active from here on. The wrapped key is part of the state only: facts are for ever, a destroyed key must not be.</summary>
public sealed record KeyVersionCreated : EncryptionKeyEvent
{
    public required string MerchantId { get; init; }

    public required string Purpose { get; init; }

    public required int KeyVersion { get; init; }

    public required int KekVersion { get; init; }

    /// <summary>Why it follows another: encryptions (used up), age, ordered or compromised; null for the first.</summary>
    public string? Reason { get; init; }

    [JsonIgnore]
    public WrappedKey? Key { get; init; }
}

/// <summary>Nothing is encrypted under this version any more, and its key is gone from the state.</summary>
public sealed record KeyVersionDestroyed : EncryptionKeyEvent
{
    public required int KeyVersion { get; init; }
}

/// <summary>The same keys are wrapped under a newer key-encryption key from here on. How, is part of the state only.</summary>
public sealed record KeysRewrapped : EncryptionKeyEvent
{
    public required int KekVersion { get; init; }

    public required ImmutableArray<int> KeyVersions { get; init; }

    [JsonIgnore]
    public ImmutableArray<WrappedKey> Keys { get; init; } = [];
}

/// <summary>The merchant's wrapping secret is destroyed, and with it every version of this key, for ever.</summary>
public sealed record KeysErased : EncryptionKeyEvent;

/// <summary>A silo was given a block of encryptions under a version.</summary>
public sealed record EncryptionsReserved : EncryptionKeyEvent
{
    public required int KeyVersion { get; init; }

    public required int Count { get; init; }
}
