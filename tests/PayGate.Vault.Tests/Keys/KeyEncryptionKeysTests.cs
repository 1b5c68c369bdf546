using PayGate.Cards;
using PayGate.EncryptionKeys;
using PayGate.Grains.EncryptionKeys;
using PayGate.Silo.Keys;
using PayGate.Testing;
using PayGate.Vault.Tests.Cards;

namespace PayGate.Vault.Tests.Keys;

/// <summary>Which version of the key-encryption key wraps, which still opens, and how a silo learns of one that was ordered elsewhere.</summary>
public sealed class KeyEncryptionKeysTests
{
    private readonly RootKey _root = RootKey.Generate();
    private readonly MemoryKeks _versions = new();
    private readonly MemorySecrets _secrets = new();
    private readonly SteppedTime _time = new(TestCards.Now);
    private readonly KeyEncryptionKeys _keks;

    public KeyEncryptionKeysTests() => _keks = new KeyEncryptionKeys(_root, _versions, _secrets, _time);

    [Fact]
    public async Task Rewrap_KeepsTheKey_UnderTheNewVersion()
    {
        var old = await Create();
        var before = await Unwrap(old);
        _versions.Add(2);
        using var keys = await _keks.For("mch_1", 2, default);
        var rewrapped = keys.Rewrap(old, KeyPurpose.CardData);

        Assert.Equal((1, 2), (rewrapped.Version, rewrapped.KekVersion));
        Assert.NotEqual(old.Ciphertext, rewrapped.Ciphertext);
        Assert.Equal(before, await Unwrap(rewrapped));
        Assert.Same(rewrapped, keys.Rewrap(rewrapped, KeyPurpose.CardData));
        await Assert.ThrowsAsync<VaultUnavailableException>(async () => await Unwrap(rewrapped with { KekVersion = 1 }));
    }

    [Fact]
    public async Task WhatAnotherSiloWrapped_OpensAtOnce_AlthoughTheListWasReadBefore()
    {
        await Create();
        _versions.Add(2);
        var elsewhere = new KeyEncryptionKeys(_root, _versions, _secrets, _time);
        Assert.Equal(1, _versions.Loads);
        using var keys = await elsewhere.For("mch_1", 0, default);
        var wrapped = keys.Create(KeyPurpose.CardData, 1);

        Assert.Equal(2, wrapped.KekVersion);
        Assert.Equal(32, (await Unwrap(wrapped)).Length);
        // The one that was ordered elsewhere is active here now too.
        Assert.Equal(2, (await Create()).KekVersion);
    }

    [Fact]
    public async Task ARetiredVersion_IsRefused_AtTheLatestAMinuteLater()
    {
        var old = await Create();
        _versions.Add(2);
        _versions.Retire(1);
        _time.Advance(KeyPolicy.LeaseLifetime);

        var refused = await Assert.ThrowsAsync<VaultUnavailableException>(async () => await Unwrap(old));
        Assert.Equal("Key mch_1/card-data/1 is wrapped under version 1 of the key-encryption key, which is retired or unknown.", refused.Message);
    }

    [Fact]
    public async Task TheList_IsReadOnceAMinute()
    {
        await Unwrap(await Create());
        _time.Advance(KeyPolicy.LeaseLifetime - TimeSpan.FromTicks(1));
        await Create();
        Assert.Equal(1, _versions.Loads);
        _time.Advance(TimeSpan.FromTicks(1));
        await Create();

        Assert.Equal(2, _versions.Loads);
    }

    /// <summary>Computed apart from this code (RFC 5869 and NIST SP 800-38D, in Python): root 00 01 … 1f, secret SHA-256("mch_1"), version 3, key 32 bytes of 0x42, nonce twelve of 7.</summary>
    [Fact]
    public async Task AKeyOfThisForm_OpensForEver()
    {
        var root = new RootKey("root_test", [.. Enumerable.Range(0, 32).Select(value => (byte)value)]);
        _versions.Add(3);
        var keks = new KeyEncryptionKeys(root, _versions, _secrets, _time);
        var wrapped = new WrappedKey
        {
            Version = 2,
            KekVersion = 3,
            Nonce = [.. Enumerable.Repeat((byte)7, 12)],
            Ciphertext = Convert.FromHexString("60211535BCBB330317CE5734B5874349ECD36AC2A1A40C6BDAA2654B82FCCD256FDC4D90C550ED3E7194C1995F369B55"),
            Form = WrappedKey.WithSecret,
        };

        Assert.Equal(Enumerable.Repeat((byte)0x42, 32), await keks.Unwrap(wrapped, "mch_1", KeyPurpose.CardData, default));
        await Assert.ThrowsAsync<VaultUnavailableException>(async () => await keks.Unwrap(wrapped with { Form = null }, "mch_1", KeyPurpose.CardData, default));
        await Assert.ThrowsAsync<VaultUnavailableException>(async () => await keks.Unwrap(wrapped with { Form = 3 }, "mch_1", KeyPurpose.CardData, default));
    }

    [Fact]
    public async Task WithoutTheSecret_NothingOpens_AndNothingIsMade()
    {
        var wrapped = await Create();
        await _secrets.Erase("mch_1", default);

        await Assert.ThrowsAsync<MerchantErasedException>(async () => await Unwrap(wrapped));
        await Assert.ThrowsAsync<MerchantErasedException>(Create);
    }

    [Fact]
    public async Task AKeyFromBeforeSecrets_Opens_AndMovesByRewrap()
    {
        var (nonce, ciphertext) = AeadBox.Seal(_root.Derive("key-encryption/1"), new byte[32], AssociatedData.Of("paygate.wrapped-key", "mch_1", KeyPurpose.CardData, "1", "1"));
        var old = new WrappedKey { Version = 1, KekVersion = 1, Nonce = nonce, Ciphertext = ciphertext };
        using var keys = await _keks.For("mch_1", 0, default);
        var moved = keys.Rewrap(old, KeyPurpose.CardData);

        Assert.Equal(new byte[32], await Unwrap(old));
        Assert.Equal((1, WrappedKey.WithSecret), (moved.KekVersion, moved.Form));
        Assert.Equal(new byte[32], await Unwrap(moved));
    }

    private async Task<WrappedKey> Create()
    {
        using var keys = await _keks.For("mch_1", 0, default);
        return keys.Create(KeyPurpose.CardData, 1);
    }

    private async Task<byte[]> Unwrap(WrappedKey wrapped) => await _keks.Unwrap(wrapped, "mch_1", KeyPurpose.CardData, default);
}
