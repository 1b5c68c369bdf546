using System.Globalization;
using PayGate.Cards;
using PayGate.EncryptionKeys;

namespace PayGate.Silo.Keys;

/// <summary>The keys that are derived from the root, each under its own label. A new version of one is a new label; old ones stay derivable.</summary>
public sealed class KeyHierarchy(RootKey root)
{
    /// <summary>Goes to the API as well. The first transport key, until <see cref="AcceptedTransportKeys"/> has read which there are.</summary>
    public ApiSecrets ApiSecrets { get; } = new(
        TransportKeysOf(root, [1]),
        root.Derive("client-secret/1"),
        root.Derive("request-hash/1"));

    /// <summary>What wraps merchants' keys; stays in the silo.</summary>
    public KeyEncryptionKeys KeyEncryptionKeys(IKekVersions versions, IMerchantSecrets secrets, TimeProvider clock) => new(root, versions, secrets, clock);

    internal TransportKeys TransportKeys(IEnumerable<int> versions) => TransportKeysOf(root, versions);

    private static TransportKeys TransportKeysOf(RootKey root, IEnumerable<int> versions) =>
        new(versions.ToDictionary(version => version, version => root.Derive(string.Create(CultureInfo.InvariantCulture, $"card-transport/{version}"))));
}
