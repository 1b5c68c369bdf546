namespace PayGate.EncryptionKeys;

/// <summary>What a merchant's key is for; the second part of the actor's key <c>{merchantId}/{purpose}</c>.</summary>
public static class KeyPurpose
{
    /// <summary>Encrypts card fields; rotated, counted.</summary>
    public const string CardData = "card-data";

    /// <summary>HMAC key of card fingerprints. Never rotated: a new one would no longer meet the old fingerprints.</summary>
    public const string CardFingerprint = "card-fingerprint";

    public static bool IsKnown(string purpose) => purpose is CardData or CardFingerprint;

    public static string ActorKey(string merchantId, string purpose) => $"{merchantId}/{purpose}";
}
