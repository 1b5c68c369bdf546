using System.Collections.Immutable;
using PayGate.EncryptionKeys;

namespace PayGate.Grains.EncryptionKeys;

/// <summary>One merchant's key of one purpose, with all its versions; exactly one of them is active, until all are erased.</summary>
public sealed record EncryptionKeyState
{
    public required string MerchantId { get; init; }

    public required string Purpose { get; init; }

    /// <summary>In order of their numbers, which run from 1 without gaps.</summary>
    public required ImmutableArray<KeyVersion> Versions { get; init; }

    /// <summary>The active version; once the keys are erased, the one that was.</summary>
    public KeyVersion Latest => Versions[^1];

    /// <summary>Since when no version is left of it, and none can be made.</summary>
    public DateTimeOffset? Erased { get; init; }

    internal bool Rotates => Purpose == KeyPurpose.CardData;
}

public enum KeyVersionState
{
    Active,
    DecryptOnly,
    Destroyed,
}

public sealed record KeyVersion
{
    /// <summary>Without nonce and ciphertext once it is destroyed.</summary>
    public required WrappedKey Key { get; init; }

    public required KeyVersionState State { get; init; }

    public required DateTimeOffset Created { get; init; }

    /// <summary>Encryptions handed out to silos so far: at least as many as were done.</summary>
    public required long Encryptions { get; init; }

    /// <summary>Since when it only decrypts.</summary>
    public DateTimeOffset? Retired { get; init; }
}
