using System.Security.Cryptography;
using PayGate.EncryptionKeys;

namespace PayGate.Silo.Keys;

/// <summary>
/// A silo's unwrapped merchant keys, bounded and zeroed when dropped, with its blocks of the encryption counters. The EncryptionKey actor is called only when
/// a version is missing, a block is used up or its lease has ended; one caller per merchant asks, the others wait for it.
/// </summary>
public sealed class KeyRing(IKeyLeases leases, KeyEncryptionKeys wrapping, TimeProvider clock, int capacity = KeyRing.DefaultCapacity) : IDisposable
{
    /// <summary>Keys held at once: two per merchant that is charged, 32 bytes each and about 200 of bookkeeping.</summary>
    public const int DefaultCapacity = 20_000;

    /// <summary>Encryptions per block: one durable write of the actor for each. What a dropped or crashed silo loses of a block counts as used.</summary>
    public const int BlockSize = 1_000;

    /// <summary>Merchants share these gates by hash, so that waiting needs no object per merchant.</summary>
    private const int GateCount = 64;

    private readonly Lock _lock = new();
    private readonly LeastRecentlyUsed<KeyName, Opened> _keys = new(capacity, key => CryptographicOperations.ZeroMemory(key.Bytes));
    private readonly LeastRecentlyUsed<KeyHolder, Block> _blocks = new(capacity, _ => { });
    private readonly SemaphoreSlim[] _gates = [.. Enumerable.Range(0, GateCount).Select(_ => new SemaphoreSlim(1, 1))];

    /// <summary>The merchant's active data key, with <paramref name="count"/> encryptions taken from this silo's block.</summary>
    public ValueTask<UsableKey> ForEncryption(string merchantId, int count, CancellationToken cancellationToken) =>
        Active(new KeyHolder(merchantId, KeyPurpose.CardData), count, cancellationToken);

    /// <summary>The merchant's fingerprint key, made at its first use.</summary>
    public ValueTask<UsableKey> ForFingerprint(string merchantId, CancellationToken cancellationToken) =>
        Active(new KeyHolder(merchantId, KeyPurpose.CardFingerprint), 0, cancellationToken);

    /// <summary>One version of the merchant's data key.</summary>
    /// <exception cref="VaultUnavailableException">That version was never made, was destroyed, or cannot be unwrapped.</exception>
    public async ValueTask<UsableKey> ForDecryption(string merchantId, int version, CancellationToken cancellationToken)
    {
        var holder = new KeyHolder(merchantId, KeyPurpose.CardData);
        if (TryCopy(new KeyName(holder, version)) is { } held)
        {
            return held;
        }

        var wrapped = await leases.Find(merchantId, holder.Purpose, version, cancellationToken)
            ?? throw new VaultUnavailableException($"Key {merchantId}/{holder.Purpose}/{version} does not exist.");
        return await Keep(holder, wrapped, cancellationToken);
    }

    /// <summary>True if this silo knows that the merchant's cards are encrypted under a newer version by now; false also if it does not know.</summary>
    public bool IsOutdated(string merchantId, int version)
    {
        lock (_lock)
        {
            return _blocks.TryGet(new KeyHolder(merchantId, KeyPurpose.CardData), out var block) && block.Version > version;
        }
    }

    /// <summary>Names of the keys that are held.</summary>
    public IReadOnlyList<HeldKey> Held()
    {
        lock (_lock)
        {
            return [.. _keys.Keys.Select(name => new HeldKey(name.Holder.MerchantId, name.Holder.Purpose, name.Version))];
        }
    }

    /// <summary>Zeroes a key, so that its block is of no use either; copies that are in use end with their use.</summary>
    public void Drop(HeldKey key)
    {
        lock (_lock)
        {
            _keys.Remove(new KeyName(new KeyHolder(key.MerchantId, key.Purpose), key.Version));
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _keys.Clear();
            _blocks.Clear();
        }

        foreach (var gate in _gates)
        {
            gate.Dispose();
        }
    }

    private async ValueTask<UsableKey> Active(KeyHolder holder, int count, CancellationToken cancellationToken)
    {
        if (TryTake(holder, count) is { } held)
        {
            return held;
        }

        var gate = _gates[(uint)holder.GetHashCode() % GateCount];
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (TryTake(holder, count) is { } filled)
            {
                return filled;
            }

            var old = TakeBlock(holder);
            var holding = old?.Remaining >= count ? old.Version : default(int?);
            var wanted = new ReserveEncryptions { Count = count == 0 ? 0 : BlockSize, Needed = count, Holding = holding };
            var lease = await leases.Reserve(holder.MerchantId, holder.Purpose, wanted, cancellationToken);
            var key = await Keep(holder, lease.Key, cancellationToken);
            var left = old?.Version == lease.Key.Version ? old.Remaining : 0;
            lock (_lock)
            {
                _blocks.Set(holder, new Block(lease.Key.Version, lease.Until) { Remaining = left + lease.Count - count });
            }

            return key;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Out of the map, so that nobody counts on it beside its new owner.</summary>
    private Block? TakeBlock(KeyHolder holder)
    {
        lock (_lock)
        {
            return _blocks.Take(holder, out var block) ? block : null;
        }
    }

    private UsableKey? TryTake(KeyHolder holder, int count)
    {
        lock (_lock)
        {
            var isUsable = _blocks.TryGet(holder, out var block) && block.Remaining >= count && clock.GetUtcNow() < block.Until;
            if (!isUsable || !_keys.TryGet(new KeyName(holder, block.Version), out var key))
            {
                return null;
            }

            block.Remaining -= count;
            return new UsableKey(block.Version, key.Bytes);
        }
    }

    private UsableKey? TryCopy(KeyName name)
    {
        lock (_lock)
        {
            return _keys.TryGet(name, out var key) ? new UsableKey(name.Version, key.Bytes) : null;
        }
    }

    /// <summary>The key that was unwrapped from just that: at the end of a lease the key source is not asked again.</summary>
    private UsableKey? TryCopy(KeyName name, WrappedKey wrapped)
    {
        lock (_lock)
        {
            return _keys.TryGet(name, out var key) && key.Ciphertext.AsSpan().SequenceEqual(wrapped.Ciphertext) ? new UsableKey(name.Version, key.Bytes) : null;
        }
    }

    private async ValueTask<UsableKey> Keep(KeyHolder holder, WrappedKey wrapped, CancellationToken cancellationToken)
    {
        var name = new KeyName(holder, wrapped.Version);
        if (TryCopy(name, wrapped) is { } held)
        {
            return held;
        }

        var key = await wrapping.Unwrap(wrapped, holder.MerchantId, holder.Purpose, cancellationToken);
        var copy = new UsableKey(wrapped.Version, key);
        lock (_lock)
        {
            _keys.Set(name, new Opened(key, wrapped.Ciphertext));
        }

        return copy;
    }

    private readonly record struct Opened(byte[] Bytes, byte[] Ciphertext);

    private readonly record struct KeyHolder(string MerchantId, string Purpose);

    private readonly record struct KeyName(KeyHolder Holder, int Version);

    private sealed class Block(int version, DateTimeOffset until)
    {
        public int Version { get; } = version;

        public DateTimeOffset Until { get; } = until;

        public int Remaining { get; set; }
    }
}

/// <summary>Which key it is.</summary>
public readonly record struct HeldKey(string MerchantId, string Purpose, int Version);
