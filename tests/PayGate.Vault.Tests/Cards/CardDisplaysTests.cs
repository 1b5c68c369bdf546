using PayGate.Bins;
using PayGate.Cards;

namespace PayGate.Vault.Tests.Cards;

public sealed class CardDisplaysTests
{
    private static readonly BinFacts Facts = new() { Brand = "visa", Type = "prepaid", Country = "MA" };

    [Fact]
    public void Of_WhenTheBinIsKnown_ShowsItsFundingAndCountry() => AssertShown("prepaid", "MA", "4147202222222224", Facts);

    [Fact]
    public void Of_WhenNothingIsKnown_SaysUnknown() => AssertShown("unknown", null, "4147202222222224", null);

    /// <summary>Whatever an operator imports, tests against the sandbox go on getting what they expect.</summary>
    [Theory]
    [InlineData("4000056655665556", "debit", "US")]
    [InlineData("4000002500000003", "credit", "FR")]
    public void Of_WhenATestCard_KeepsItsOwn(string number, string funding, string country) => AssertShown(funding, country, number, Facts);

    private static void AssertShown(string funding, string? country, string number, BinFacts? facts)
    {
        var shown = CardDisplays.Of(TestCards.Card(number), "fingerprint", facts);

        Assert.Equal((funding, country, "visa", number[^4..]), (shown.Funding, shown.Country, shown.Brand, shown.Last4));
    }
}
