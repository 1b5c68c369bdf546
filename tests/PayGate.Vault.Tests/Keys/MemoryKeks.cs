using PayGate.Silo.Keys;

namespace PayGate.Vault.Tests.Keys;

/// <summary>The list of key-encryption keys in memory; counts how often it is read.</summary>
internal sealed class MemoryKeks : IKekVersions
{
    public KekSet Set { get; set; } = new(1, [1]);

    public int Loads { get; private set; }

    public static KeyEncryptionKeys Of(RootKey root, TimeProvider? clock = null) => new(root, new MemoryKeks(), new MemorySecrets(), clock ?? TimeProvider.System);

    public void Add(int version) => Set = new KekSet(version, Set.Accepted.Add(version));

    public void Retire(int version) => Set = Set with { Accepted = Set.Accepted.Remove(version) };

    public Task<bool> NeedSecret(string merchantId, CancellationToken cancellationToken) => Task.FromResult(false);

    public Task<KekSet> Load(CancellationToken cancellationToken)
    {
        Loads++;
        return Task.FromResult(Set);
    }
}
