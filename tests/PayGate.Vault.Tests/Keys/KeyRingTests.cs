using PayGate.EncryptionKeys;
using PayGate.Silo.Keys;
using PayGate.Testing;
using PayGate.Vault.Tests.Cards;

namespace PayGate.Vault.Tests.Keys;

public sealed class KeyRingTests : IDisposable
{
    private readonly MemorySecrets _secrets = new();
    private readonly SteppedTime _time = new(TestCards.Now);
    private readonly MemoryLeases _leases;
    private readonly KeyRing _ring;

    public KeyRingTests()
    {
        var keks = new KeyEncryptionKeys(RootKey.Generate(), new MemoryKeks(), _secrets, _time);
        _leases = new MemoryLeases(keks, _time);
        _ring = new KeyRing(_leases, keks, _time, capacity: 4);
    }

    public void Dispose() => _ring.Dispose();

    [Fact]
    public async Task ForEncryption_AsksTheActorOncePerBlock()
    {
        for (var call = 0; call < 667; call++)
        {
            (await _ring.ForEncryption("mch_1", 3, default)).Dispose();
        }

        // 333 calls of three fit into a block of a thousand; the 667th needs the third block.
        Assert.Equal(3, _leases.Reservations);
    }

    [Fact]
    public async Task ForEncryption_WhenManyStartAtOnce_AsksOnce()
    {
        _leases.Hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var calls = Enumerable.Range(0, 50).Select(_ => _ring.ForEncryption("mch_1", 3, default).AsTask()).ToList();
        _leases.Hold.SetResult();
        var keys = await Task.WhenAll(calls);

        Assert.Equal(1, _leases.Reservations);
        Assert.Single(keys.Select(key => Convert.ToHexString(key.Bytes)).Distinct());
    }

    [Fact]
    public async Task ForEncryption_WhenTheActorFails_LetsTheNextCallerTry()
    {
        _leases.Hold = new TaskCompletionSource();
        _leases.Hold.SetException(new TimeoutException());
        await Assert.ThrowsAsync<TimeoutException>(async () => await _ring.ForEncryption("mch_1", 3, default));

        _leases.Hold = null;
        Assert.Equal(1, (await _ring.ForEncryption("mch_1", 3, default)).Version);
    }

    [Fact]
    public async Task AfterRotation_TheOldVersionStillDecrypts_AndANewBlockBringsTheNewVersion()
    {
        using var first = await _ring.ForEncryption("mch_1", 1000, default);
        await _leases.Rotate("mch_1", KeyPurpose.CardData);
        using var second = await _ring.ForEncryption("mch_1", 1, default);
        using var old = await _ring.ForDecryption("mch_1", 1, default);

        Assert.Equal((1, 2), (first.Version, second.Version));
        Assert.True(first.Bytes.SequenceEqual(old.Bytes));
        Assert.False(first.Bytes.SequenceEqual(second.Bytes));
        Assert.Equal(0, _leases.Lookups);
    }

    [Fact]
    public async Task AtTheEndOfALease_TheBlockIsKept_IfItsVersionIsStillActive()
    {
        (await _ring.ForEncryption("mch_1", 3, default)).Dispose();
        _time.Advance(MemoryLeases.Lifetime);
        (await _ring.ForEncryption("mch_1", 3, default)).Dispose();
        _time.Advance(MemoryLeases.Lifetime - TimeSpan.FromTicks(1));
        // 994 are left of the one block that was counted.
        (await _ring.ForEncryption("mch_1", 994, default)).Dispose();

        Assert.Equal([null, 1], _leases.Wanted.Select(wanted => wanted.Holding));
        (await _ring.ForEncryption("mch_1", 1, default)).Dispose();
        Assert.Equal(3, _leases.Reservations);
    }

    [Fact]
    public async Task AtTheEndOfALease_ARotatedKeyIsLeftBehind_WithWhatWasLeftOfItsBlock()
    {
        (await _ring.ForEncryption("mch_1", 3, default)).Dispose();
        await _leases.Rotate("mch_1", KeyPurpose.CardData);
        Assert.Equal(1, (await _ring.ForEncryption("mch_1", 3, default)).Version);
        Assert.False(_ring.IsOutdated("mch_1", 1));
        _time.Advance(MemoryLeases.Lifetime);

        Assert.Equal(2, (await _ring.ForEncryption("mch_1", 1000, default)).Version);
        Assert.True(_ring.IsOutdated("mch_1", 1));
        Assert.False(_ring.IsOutdated("mch_1", 2));
        Assert.False(_ring.IsOutdated("mch_2", 1));
        (await _ring.ForEncryption("mch_1", 1, default)).Dispose();
        Assert.Equal(3, _leases.Reservations);
    }

    [Fact]
    public async Task ForEncryption_OfMoreThanIsLeft_AsksForAtLeastThat_AndAddsWhatWasLeft()
    {
        _leases.BlockMax = 4;
        (await _ring.ForEncryption("mch_1", 3, default)).Dispose();
        (await _ring.ForEncryption("mch_1", 3, default)).Dispose();
        (await _ring.ForEncryption("mch_1", 2, default)).Dispose();

        Assert.Equal([3, 3], _leases.Wanted.Select(wanted => wanted.Needed));
    }

    [Fact]
    public async Task ForDecryption_OfAMissingVersion_Throws() =>
        await Assert.ThrowsAsync<VaultUnavailableException>(async () => await _ring.ForDecryption("mch_1", 7, default));

    [Fact]
    public async Task Ring_BeyondItsCapacity_ForgetsTheOldest_WhileCopiesStayGood()
    {
        using var held = await _ring.ForFingerprint("mch_0", default);
        var before = held.Bytes.ToArray();
        for (var merchant = 1; merchant <= 10; merchant++)
        {
            (await _ring.ForFingerprint($"mch_{merchant}", default)).Dispose();
        }

        Assert.Equal(before, held.Bytes);
        using var again = await _ring.ForFingerprint("mch_0", default);
        Assert.Equal(12, _leases.Reservations);
        Assert.Equal(before, again.Bytes);
    }

    [Fact]
    public async Task Drop_ForgetsTheKey_AndAsksTheActorAgain()
    {
        (await _ring.ForEncryption("mch_1", 3, default)).Dispose();
        (await _ring.ForFingerprint("mch_1", default)).Dispose();
        Assert.Equal([KeyPurpose.CardData, KeyPurpose.CardFingerprint], _ring.Held().Select(key => key.Purpose).Order(StringComparer.Ordinal));
        _ring.Drop(new HeldKey("mch_1", KeyPurpose.CardData, 1));

        Assert.Equal([new HeldKey("mch_1", KeyPurpose.CardFingerprint, 1)], _ring.Held());
        (await _ring.ForDecryption("mch_1", 1, default)).Dispose();
        Assert.Equal(1, _leases.Lookups);
    }

    [Fact]
    public async Task AtTheEndOfALease_TheKeySourceIsNotAskedAgain()
    {
        (await _ring.ForEncryption("mch_1", 3, default)).Dispose();
        var before = _secrets.Reads;
        _time.Advance(MemoryLeases.Lifetime);
        (await _ring.ForEncryption("mch_1", 3, default)).Dispose();

        Assert.Equal(before, _secrets.Reads);
    }

    [Fact]
    public void LeastRecentlyUsed_HandsDroppedValuesToTheirEraser()
    {
        var dropped = new List<string>();
        var map = new LeastRecentlyUsed<int, string>(2, dropped.Add);
        map.Set(1, "one");
        map.Set(2, "two");
        Assert.True(map.TryGet(1, out _));
        map.Set(3, "three");
        map.Set(3, "new three");
        map.Clear();

        Assert.Equal(["two", "three", "new three", "one"], dropped);
        Assert.Equal(0, map.Count);
    }

    [Fact]
    public void UsableKey_WhenDisposed_IsZero()
    {
        var key = new UsableKey(1, new byte[] { 1, 2, 3 });
        key.Dispose();

        Assert.Equal(new byte[3], key.Bytes.ToArray());
    }
}
