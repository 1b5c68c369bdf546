using PayGate.Cards;
using PayGate.EncryptionKeys;

namespace PayGate.Silo.Keys;

/// <summary>The keys that are derived from the root, each under its own label. A new version of one is a new label; old ones stay derivable.</summary>
public sealed class KeyHierarchy(RootKey root)
{
    private const int Version1 = 1;

    /// <summary>Goes to the API as well.</summary>
    public ApiSecrets ApiSecrets { get; } = new(
        new TransportKeys(new Dictionary<int, byte[]> { [Version1] = root.Derive("card-transport/1") }),
        root.Derive("client-secret/1"),
        root.Derive("request-hash/1"));

    /// <summary>What wraps merchants' keys; stays in the silo.</summary>
    public KeyEncryptionKeys KeyEncryptionKeys(IKekVersions versions, IMerchantSecrets secrets, TimeProvider clock) => new(root, versions, secrets, clock);
}
