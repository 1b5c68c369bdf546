using PayGate.Cards;

namespace PayGate.Vault.Tests.Cards;

public sealed class SealedCardTests
{
    private static readonly TransportKeys Keys = new(new Dictionary<int, byte[]> { [1] = Key(1) });
    private readonly SealedCard _sealed = new CardSealer(Keys).Seal(TestCards.Card(name: "أمينة"), "mch_1", "pm_1");

    [Fact]
    public void Open_WhereItWasSealedFor_GivesTheCard()
    {
        var card = new SealedCards(Keys).Open(_sealed, "mch_1", "pm_1");

        Assert.Equal(
            ("4242424242424242", 12, 2030, "123", "أمينة"),
            (card.Number.Reveal(), card.ExpMonth, card.ExpYear, card.Cvc!.Reveal(), card.Name!.Reveal()));
        var bare = new CardSealer(Keys).Seal(TestCards.Card(cvc: null, name: null), "mch_1", "pm_1");
        Assert.Equal((null, null), (new SealedCards(Keys).Open(bare, "mch_1", "pm_1").Cvc, new SealedCards(Keys).Open(bare, "mch_1", "pm_1").Name));
    }

    [Theory]
    [InlineData("mch_2", "pm_1")]
    [InlineData("mch_1", "pm_2")]
    [InlineData("mch_1pm_1", "")]
    [InlineData("mch_", "1pm_1")]
    public void Open_ForAnotherMerchantOrUse_Throws(string merchantId, string useId) =>
        Assert.Throws<SealedCardException>(() => new SealedCards(Keys).Open(_sealed, merchantId, useId));

    [Fact]
    public void Open_WithAnyChangedBit_Throws()
    {
        foreach (var part in new[] { _sealed.Nonce, _sealed.Ciphertext })
        {
            for (var bit = 0; bit < part.Length * 8; bit++)
            {
                part[bit / 8] ^= (byte)(1 << (bit % 8));
                Assert.Throws<SealedCardException>(() => new SealedCards(Keys).Open(_sealed, "mch_1", "pm_1"));
                part[bit / 8] ^= (byte)(1 << (bit % 8));
            }
        }

        Assert.NotNull(new SealedCards(Keys).Open(_sealed, "mch_1", "pm_1"));
    }

    [Fact]
    public void Open_WithUnknownVersionShortTextOrAnotherVersionOfTheSameKey_Throws()
    {
        var sameKeyTwice = new SealedCards(new TransportKeys(new Dictionary<int, byte[]> { [1] = Key(1), [2] = Key(1) }));

        Assert.Throws<SealedCardException>(() => new SealedCards(Keys).Open(_sealed with { KeyVersion = 2 }, "mch_1", "pm_1"));
        Assert.Throws<SealedCardException>(() => sameKeyTwice.Open(_sealed with { KeyVersion = 2 }, "mch_1", "pm_1"));
        Assert.Throws<SealedCardException>(() => new SealedCards(Keys).Open(_sealed with { Ciphertext = [1, 2] }, "mch_1", "pm_1"));
    }

    [Fact]
    public void Seal_UsesTheHighestVersion_AndANewNonceEachTime()
    {
        var sealer = new CardSealer(new TransportKeys(new Dictionary<int, byte[]> { [2] = Key(2), [1] = Key(1) }));
        var seals = Enumerable.Range(0, 1000).Select(_ => sealer.Seal(TestCards.Card(), "mch_1", "pm_1")).ToList();

        Assert.All(seals, card => Assert.Equal(2, card.KeyVersion));
        Assert.Equal(1000, seals.Select(card => Convert.ToHexString(card.Nonce)).Distinct().Count());
    }

    private static byte[] Key(byte fill) => [.. Enumerable.Repeat(fill, 32)];
}
