using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using PayGate.Cards;

namespace PayGate.Silo.Keys;

/// <summary>
/// The top of the key hierarchy: 256 random bits with a name. It encrypts nothing itself; every other key is derived from it by HKDF-SHA-256 (RFC 5869) with
/// a label of its own, or wrapped by one that is.
/// </summary>
[DebuggerDisplay("RootKey(***)")]
public sealed class RootKey
{
    public const int Length = 32;

    internal static readonly byte[] Salt = "PayGate key hierarchy 1"u8.ToArray();

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly byte[] _key;

    public RootKey(string keyId, byte[] key)
    {
        if (key.Length != Length)
        {
            throw new ArgumentException($"A root key has {Length} bytes.", nameof(key));
        }

        KeyId = keyId;
        _key = key;
    }

    /// <summary>The public name by which file and database are compared in messages.</summary>
    public string KeyId { get; }

    public static RootKey Generate() => new("root_" + RandomNumberGenerator.GetHexString(16, lowercase: true), RandomNumberGenerator.GetBytes(Length));

    /// <summary>The key of a label; labels end in the version of what they name.</summary>
    public byte[] Derive(string label) => HKDF.DeriveKey(HashAlgorithmName.SHA256, _key, AeadBox.KeyLength, Salt, Encoding.ASCII.GetBytes(label));

    /// <summary>A value that only this key gives and that tells nothing about it; kept in the database to recognise the key again.</summary>
    public byte[] KeyCheck() => Derive("key-check/1");

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    internal ReadOnlySpan<byte> Bytes => _key;

    internal string ToBase64() => Convert.ToBase64String(_key);

    public override string ToString() => $"RootKey({KeyId})";
}
