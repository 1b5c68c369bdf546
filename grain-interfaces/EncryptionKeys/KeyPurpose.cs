namespace PayGate.EncryptionKeys;

/// <summary>What a merchant's key is for; the second part of the actor's key <c>{merchantId}/{purpose}</c>.</summary>
public static class KeyPurpose
{
    /// <summary>Encrypts card fields; rotated, counted.</summary>
    public const string CardData = "card-data";

    /// <summary>HMAC key of card fingerprints. Never rotated: a new one would no longer meet the old fingerprints.</summary>
    public const string CardFingerprint = "card-fingerprint";

    public static readonly IReadOnlyList<string> All = [CardData, CardFingerprint];

    public static bool IsKnown(string purpose) => purpose is CardData or CardFingerprint;

    public static string ActorKey(string merchantId, string purpose) => $"{merchantId}/{purpose}";

    public static bool IsActorKey(string id) => id.Contains('/', StringComparison.Ordinal);

    /// <summary>The two parts of an actor's key.</summary>
    /// <exception cref="ArgumentException">The key does not have the form <c>{merchantId}/{purpose}</c> with a known purpose.</exception>
    public static (string MerchantId, string Purpose) Parse(string actorKey)
    {
        var slash = actorKey.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && IsKnown(actorKey[(slash + 1)..])
            ? (actorKey[..slash], actorKey[(slash + 1)..])
            : throw new ArgumentException("An encryption key's actor is named {merchantId}/{purpose}.", nameof(actorKey));
    }
}
