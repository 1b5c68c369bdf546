using PayGate.Bins;
using PayGate.Cards;

namespace PayGate.Domain.Tests.Bins;

public sealed class ShippedBinsTests
{
    [Fact]
    public void File_HasNoProblems()
    {
        var file = ShippedBins.ReadFile();

        Assert.Empty(file.Problems);
        Assert.True(file.Ranges.Count > 50);
        Assert.Equal(8, file.Ranges.Select(range => range.Facts.Brand).Append("maestro").Distinct().Count());
    }

    [Theory]
    [InlineData("414720", "visa credit signature Chase US")]
    [InlineData("41472099", "visa credit signature Chase US")]
    [InlineData("465859", "visa debit  Barclays GB")]
    [InlineData("601100", "discover credit  Discover Bank US")]
    [InlineData("424242", "visa credit classic Sandbox test card US")]
    [InlineData("40000566", "visa debit  Sandbox test card US")]
    public void Find_WhenAnIssuerIsKnown_NamesIt(string bin, string facts) => Assert.Equal(facts, Text(ShippedBins.Find(bin)));

    [Theory]
    [InlineData("400000", "visa")]
    [InlineData("272099", "mastercard")]
    [InlineData("34000000", "amex")]
    [InlineData("644000", "discover")]
    [InlineData("352800", "jcb")]
    [InlineData("309500", "diners")]
    [InlineData("817199", "unionpay")]
    [InlineData("675964", "maestro")]
    public void Find_WhenOnlyTheBrandIsKnown_SaysNoMore(string bin, string brand) => Assert.Equal($"{brand} unknown   ", Text(ShippedBins.Find(bin)));

    [Theory]
    [InlineData("220000")]
    [InlineData("000000")]
    [InlineData("99999999")]
    public void Find_WhenNoAcceptedBrand_IsNull(string bin) => Assert.Null(ShippedBins.Find(bin));

    /// <summary>The table says of a test card's BIN what its card object shows, or nothing where one BIN has cards of several kinds.</summary>
    [Fact]
    public void Find_OfEveryTestCard_AgreesWithTheCard()
    {
        foreach (var name in TestMethods.Names)
        {
            Assert.True(TestMethods.TryGet("pm_card_" + name, out var method));
            var facts = ShippedBins.Find(method.Number)!;

            Assert.Equal("Sandbox test card", facts.Issuer);
            Assert.Equal(method.Country, facts.Country);
            Assert.Contains(facts.Type, new[] { method.Funding, CardFunding.Unknown });
        }
    }

    private static string Text(BinFacts? facts) => $"{facts!.Brand} {facts.Type} {facts.Category} {facts.Issuer} {facts.Country}";
}
