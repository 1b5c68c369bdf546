using System.Diagnostics;
using PayGate.Cards;

namespace PayGate.EncryptionKeys;

/// <summary>
/// What the API process is given of the key hierarchy, derived by the silo's vault: enough to seal cards, to make client secrets and to hash requests, never
/// the root itself, nor anything that opens a stored card.
/// </summary>
[DebuggerDisplay("ApiSecrets(***)")]
public sealed class ApiSecrets
{
    public const int KeyLength = 32;

    public ApiSecrets(TransportKeys transportKeys, byte[] clientSecretKey, byte[] requestHashKey)
    {
        if (clientSecretKey.Length != KeyLength || requestHashKey.Length != KeyLength)
        {
            throw new ArgumentException($"The API's keys have {KeyLength} bytes each.");
        }

        TransportKeys = transportKeys;
        ClientSecretKey = clientSecretKey;
        RequestHashKey = requestHashKey;
    }

    public TransportKeys TransportKeys { get; }

    /// <summary>HMAC key of client secrets.</summary>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public byte[] ClientSecretKey { get; }

    /// <summary>HMAC key of idempotency request hashes.</summary>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public byte[] RequestHashKey { get; }

    public override string ToString() => "ApiSecrets(***)";
}
