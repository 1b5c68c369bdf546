using PayGate.Bins;

namespace PayGate.Domain.Tests.Bins;

public sealed class BinTableTests
{
    private static readonly BinTable Table = new(
    [
        Range(6, 414720, 414729, "six"),
        Range(7, 4147205, 4147206, "seven"),
        Range(8, 41472055, 41472055, "eight"),
        Range(6, 400000, 400000, "first"),
        Range(6, 499999, 499999, "last"),
    ]);

    [Theory]
    [InlineData("414719", null)]
    [InlineData("414720", "six")]
    [InlineData("414729", "six")]
    [InlineData("414730", null)]
    [InlineData("4147204", "six")]
    [InlineData("4147205", "seven")]
    [InlineData("4147206", "seven")]
    [InlineData("4147207", "six")]
    [InlineData("41472054", "seven")]
    [InlineData("41472055", "eight")]
    [InlineData("41472056", "seven")]
    [InlineData("41472070", "six")]
    [InlineData("4147205512345678", "eight")]
    [InlineData("4147206912345678", "seven")]
    [InlineData("400000", "first")]
    [InlineData("499999", "last")]
    [InlineData("399999", null)]
    [InlineData("500000", null)]
    [InlineData("41472", null)]
    [InlineData("", null)]
    public void Find_GivesTheLongestBinThatFits(string digits, string? issuer) => Assert.Equal(issuer, Table.Find(digits)?.Issuer);

    [Fact]
    public void Find_InAnEmptyTable_FindsNothing() => Assert.Null(BinTable.Empty.Find("414720"));

    [Fact]
    public void New_WhenRangesOfOneLengthOverlap_Throws() =>
        Assert.Throws<ArgumentException>(() => new BinTable([Range(6, 414725, 414730, "b"), Range(6, 414720, 414725, "a")]));

    private static BinRange Range(int digits, int lowest, int highest, string issuer) =>
        new(digits, lowest, highest, new BinFacts { Brand = "visa", Issuer = issuer });
}
