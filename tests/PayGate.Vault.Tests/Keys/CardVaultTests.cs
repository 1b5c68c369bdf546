using PayGate.Cards;
using PayGate.EncryptionKeys;
using PayGate.Grains.Keys;
using PayGate.Silo.Keys;
using PayGate.Testing;
using PayGate.Vault.Tests.Cards;

namespace PayGate.Vault.Tests.Keys;

public sealed class CardVaultTests : IDisposable
{
    private static readonly RootKey Root = RootKey.Generate();
    private static readonly KeyHierarchy Hierarchy = new(Root);
    private static readonly KeyEncryptionKeys Keks = MemoryKeks.Of(Root);
    private static readonly CardOwner Owner = new("mch_1", "pm_1", Livemode: false);
    private readonly SteppedTime _time = new(TestCards.Now);
    private readonly MemoryLeases _leases;
    private readonly KeyRing _ring;
    private readonly CardVault _vault;

    public CardVaultTests()
    {
        _leases = new MemoryLeases(Keks, _time);
        _ring = new KeyRing(_leases, Keks, _time);
        _vault = new CardVault(_ring, new AcceptedTransportKeys(Hierarchy, new MemoryTransportVersions(), _time));
    }

    public void Dispose() => _ring.Dispose();

    [Fact]
    public async Task Decrypt_InItsOwnRow_GivesTheCardWithoutCvc()
    {
        var vaulted = await _vault.Encrypt(TestCards.Card(month: 3, name: "山田 太郎"), Owner, default);
        var card = await _vault.Decrypt(vaulted.Card, Owner, default);

        Assert.Equal(("4242424242424242", 3, 2030, "山田 太郎"), (card.Number.Reveal(), card.ExpMonth, card.ExpYear, card.Name!.Reveal()));
        Assert.Null(card.Cvc);
    }

    [Fact]
    public async Task Rewrap_AfterARotation_GivesTheSameCardUnderTheNewVersion_WithNoNonceKept()
    {
        var old = (await _vault.Encrypt(TestCards.Card(month: 3), Owner, default)).Card;
        Assert.Null(await _vault.Rewrap(old, Owner, default));
        await _leases.Rotate("mch_1", KeyPurpose.CardData);
        _time.Advance(MemoryLeases.Lifetime);
        var rewrapped = (await _vault.Rewrap(old, Owner, default))!;

        Assert.Equal(2, rewrapped.KeyVersion);
        Assert.True(_vault.IsOutdated(old, Owner));
        Assert.False(_vault.IsOutdated(rewrapped, Owner));
        Assert.Equal(
            (await _vault.Decrypt(old, Owner, default)) with { Number = null!, Name = null }, (await _vault.Decrypt(rewrapped, Owner, default)) with { Number = null!, Name = null });
        Assert.Equal("4242424242424242", (await _vault.Decrypt(rewrapped, Owner, default)).Number.Reveal());
        Assert.Empty(Nonces(old).Intersect(Nonces(rewrapped)));
    }

    [Fact]
    public async Task Encrypt_WithoutName_HasNoHolderField()
    {
        var vaulted = await _vault.Encrypt(TestCards.Card(name: null), Owner, default);

        Assert.Null(vaulted.Card.Holder);
        Assert.Null((await _vault.Decrypt(vaulted.Card, Owner, default)).Name);
    }

    [Fact]
    public async Task Decrypt_InAnotherRow_Throws()
    {
        var card = (await _vault.Encrypt(TestCards.Card(), Owner, default)).Card;
        await _leases.Rotate("mch_1", KeyPurpose.CardData);
        await _vault.Encrypt(TestCards.Card(), Owner with { MerchantId = "mch_2" }, default);

        await Fails(card, Owner with { HandleId = "pm_2" });
        await Fails(card, Owner with { MerchantId = "mch_2" });
        await Fails(card, Owner with { Livemode = true });
        await Fails(card with { KeyVersion = 2 }, Owner);
        await Fails(card with { Number = card.Holder! }, Owner);
        await Fails(card with { Number = card.Expiry, Expiry = card.Number }, Owner);
    }

    /// <summary>The same key under another version, handle or mode: only the associated data can tell them apart.</summary>
    [Fact]
    public void Field_UnderTheSameKey_IsBoundToAllItsParts()
    {
        using var key = new UsableKey(1, new byte[32]);
        using var sameKey = new UsableKey(2, new byte[32]);
        var field = CardFields.Encrypt(key, "4242424242424242", Owner, CardFields.Number);

        Assert.Equal("4242424242424242", CardFields.Decrypt(key, field, Owner, CardFields.Number));
        Assert.Throws<CardDecryptionException>(() => CardFields.Decrypt(sameKey, field, Owner, CardFields.Number));
        Assert.Throws<CardDecryptionException>(() => CardFields.Decrypt(key, field, Owner, CardFields.Holder));
        Assert.Throws<CardDecryptionException>(() => CardFields.Decrypt(key, field, Owner with { MerchantId = "mch_2" }, CardFields.Number));
        Assert.Throws<CardDecryptionException>(() => CardFields.Decrypt(key, field, Owner with { HandleId = "pm_2" }, CardFields.Number));
        Assert.Throws<CardDecryptionException>(() => CardFields.Decrypt(key, field, Owner with { Livemode = true }, CardFields.Number));
    }

    [Fact]
    public async Task Decrypt_WithAnyChangedBit_Throws()
    {
        var card = (await _vault.Encrypt(TestCards.Card(), Owner, default)).Card;
        foreach (var part in new[] { card.Number, card.Expiry, card.Holder! }.SelectMany(field => new[] { field.Nonce, field.Ciphertext }))
        {
            for (var index = 0; index < part.Length; index++)
            {
                part[index] ^= 0x10;
                await Fails(card, Owner);
                part[index] ^= 0x10;
            }
        }

        Assert.NotNull(await _vault.Decrypt(card, Owner, default));
    }

    [Fact]
    public async Task Fingerprint_MeetsEqualNumbersOfOneMerchantOnly()
    {
        var one = (await _vault.Encrypt(TestCards.Card(), Owner, default)).Fingerprint;
        var same = (await _vault.Encrypt(TestCards.Card(month: 1, name: "Other"), Owner with { HandleId = "pm_2" }, default)).Fingerprint;
        var otherNumber = (await _vault.Encrypt(TestCards.Card("4000056655665556"), Owner, default)).Fingerprint;
        var otherMerchant = (await _vault.Encrypt(TestCards.Card(), Owner with { MerchantId = "mch_2" }, default)).Fingerprint;

        Assert.Equal(one, same);
        Assert.NotEqual(one, otherNumber);
        Assert.NotEqual(one, otherMerchant);
    }

    [Fact]
    public async Task Seal_ForTheBank_OpensForThatAttemptOnly()
    {
        var sealedCard = _vault.Seal(TestCards.Card(), "mch_1", "att_1");

        Assert.Equal("123", (await _vault.Open(sealedCard, "mch_1", "att_1", default)).Cvc!.Reveal());
        await Assert.ThrowsAsync<SealedCardException>(async () => await _vault.Open(sealedCard, "mch_1", "att_2", default));
    }

    private static IEnumerable<string> Nonces(EncryptedCard card) =>
        new[] { card.Number, card.Expiry, card.Holder! }.Select(field => Convert.ToHexString(field.Nonce));

    private async Task Fails(EncryptedCard card, CardOwner owner) =>
        await Assert.ThrowsAsync<CardDecryptionException>(async () => await _vault.Decrypt(card, owner, default));
}
