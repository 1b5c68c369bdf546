using PayGate.EncryptionKeys;
using PayGate.Silo.Keys;

namespace PayGate.Vault.Tests.Keys;

/// <summary>Stands in for the EncryptionKey actors where only the ring is tested; counts what it is asked.</summary>
internal sealed class MemoryLeases(KeyEncryptionKeys keks, TimeProvider clock) : IKeyLeases
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, List<WrappedKey>> _versions = [];

    public int Reservations => Wanted.Count;

    public List<ReserveEncryptions> Wanted { get; } = [];

    public int BlockMax { get; set; } = int.MaxValue;

    public int Lookups { get; private set; }

    public TaskCompletionSource? Hold { get; set; }

    public async Task<KeyLease> Reserve(string merchantId, string purpose, ReserveEncryptions command, CancellationToken cancellationToken)
    {
        if (Hold is not null)
        {
            await Hold.Task.WaitAsync(cancellationToken);
        }

        var versions = Versions(merchantId, purpose);
        if (versions.Count == 0)
        {
            await Rotate(merchantId, purpose);
        }

        Wanted.Add(command);
        return new KeyLease { Key = versions[^1], Count = command.Holding == versions[^1].Version ? 0 : Math.Min(command.Count, BlockMax), Until = clock.GetUtcNow() + Lifetime };
    }

    public Task<WrappedKey?> Find(string merchantId, string purpose, int version, CancellationToken cancellationToken)
    {
        Lookups++;
        return Task.FromResult(Versions(merchantId, purpose).Find(key => key.Version == version));
    }

    public async Task Rotate(string merchantId, string purpose)
    {
        var versions = Versions(merchantId, purpose);
        using var keys = await keks.For(merchantId, 0, default);
        versions.Add(keys.Create(purpose, versions.Count + 1));
    }

    private List<WrappedKey> Versions(string merchantId, string purpose)
    {
        var key = KeyPurpose.ActorKey(merchantId, purpose);
        return _versions.TryGetValue(key, out var versions) ? versions : _versions[key] = [];
    }
}
