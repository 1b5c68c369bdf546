using PayGate.EncryptionKeys;

namespace PayGate.Grains.Keys;

/// <summary>Makes merchants' keys at the key source. The actor never sees a key in clear.</summary>
public interface IKeyFactory
{
    /// <summary>256 fresh random bits, wrapped under the current key-encryption key and bound to merchant, purpose and version.</summary>
    WrappedKey Create(string merchantId, string purpose, int version);
}
