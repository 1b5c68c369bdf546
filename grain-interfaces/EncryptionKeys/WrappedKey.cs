namespace PayGate.EncryptionKeys;

/// <summary>A merchant's key, encrypted (AES-256-GCM) under a key-encryption key and the merchant's wrapping secret, and bound to merchant, purpose and version. Safe to store and to send.</summary>
[GenerateSerializer, Alias("paygate.wrapped-key")]
public sealed record WrappedKey
{
    /// <summary>1 and up: the version within its merchant and purpose.</summary>
    [Id(0)]
    public required int Version { get; init; }

    /// <summary>The key-encryption key that wraps it.</summary>
    [Id(1)]
    public required int KekVersion { get; init; }

    [Id(2)]
    public required byte[] Nonce { get; init; }

    /// <summary>Ciphertext followed by the 16-byte tag.</summary>
    [Id(3)]
    public required byte[] Ciphertext { get; init; }

    /// <summary>Null for keys that were wrapped before merchants had secrets: the key-encryption key alone opens them. <see cref="WithSecret"/> for all newer ones.</summary>
    [Id(4)]
    public int? Form { get; init; }

    /// <summary>Wrapped under a key that is derived from the key-encryption key and the merchant's wrapping secret.</summary>
    public const int WithSecret = 2;
}
