namespace PayGate.EncryptionKeys;

/// <summary>A merchant's key, encrypted (AES-256-GCM) under a key-encryption key and bound to merchant, purpose and version. Safe to store and to send.</summary>
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
}
