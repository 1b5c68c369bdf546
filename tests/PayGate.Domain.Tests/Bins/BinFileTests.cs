using System.Globalization;
using PayGate.Bins;

namespace PayGate.Domain.Tests.Bins;

public sealed class BinFileTests
{
    private const string Good = "414720,414729,visa,credit,signature,Chase,US";

    [Theory]
    [InlineData(Good, "Chase")]
    [InlineData("414720,,visa,credit,,,", null)]
    [InlineData("41472000,41472099,visa,debit,gold,\"Chase, \"\"the\"\" bank\",US", "Chase, \"the\" bank")]
    [InlineData("\"414720\",\"414729\",\"visa\",\"credit\",\"\",\"بنك المغرب\",\"MA\"", "بنك المغرب")]
    [InlineData("222100,272099,mastercard,unknown,,,", null)]
    public void Read_WhenALineIsGood_GivesItsRange(string line, string? issuer)
    {
        var file = Read(line);

        Assert.Empty(file.Problems);
        Assert.Equal(issuer, Assert.Single(file.Ranges).Facts.Issuer);
    }

    [Fact]
    public void Read_GivesAllMembers() => Assert.Equal(
        new BinRange(6, 414720, 414729, new BinFacts { Brand = "visa", Type = "credit", Category = "signature", Issuer = "Chase", Country = "US" }),
        Assert.Single(Read(Good).Ranges));

    [Fact]
    public void Read_WhenHighestIsEmpty_TakesLowest() => Assert.Equal((8, 41472000, 41472000), Read("41472000,,visa,credit,,,").Ranges is [var range]
        ? (range.Digits, range.Lowest, range.Highest)
        : default);

    [Theory]
    [InlineData("41472,414729,visa,credit,,,", "lowest and highest are BINs of 6 to 8 digits; highest may be left empty")]
    [InlineData("414720,414720123,visa,credit,,,", "lowest and highest are BINs of 6 to 8 digits; highest may be left empty")]
    [InlineData("4147202222222224,,visa,credit,,,", "lowest and highest are BINs of 6 to 8 digits; highest may be left empty")]
    [InlineData("٤١٤٧٢٠,,visa,credit,,,", "lowest and highest are BINs of 6 to 8 digits; highest may be left empty")]
    [InlineData(",414720,visa,credit,,,", "lowest and highest are BINs of 6 to 8 digits; highest may be left empty")]
    [InlineData(" 414720,,visa,credit,,,", "lowest and highest are BINs of 6 to 8 digits; highest may be left empty")]
    [InlineData("414720,41472099,visa,credit,,,", "lowest and highest have the same number of digits")]
    [InlineData("414729,414720,visa,credit,,,", "lowest is above highest")]
    [InlineData("220000,220499,mir,credit,,,", "the range lies outside those of the accepted brands")]
    [InlineData("499999,510000,visa,credit,,,", "the range lies outside those of the accepted brands")]
    [InlineData("222100,559999,mastercard,credit,,,", "the range lies outside those of the accepted brands")]
    [InlineData("414720,,mastercard,credit,,,", "brand is not that of the range, which is visa")]
    [InlineData("414720,,Visa,credit,,,", "brand is not that of the range, which is visa")]
    [InlineData("414720,,visa,charge,,,", "type is none of credit, debit, prepaid, unknown")]
    [InlineData("414720,,visa,CREDIT,,,", "type is none of credit, debit, prepaid, unknown")]
    [InlineData("414720,,visa,,,,", "type is none of credit, debit, prepaid, unknown")]
    [InlineData("414720,,visa,credit,<<41>>,,", "category has more than 40 characters")]
    [InlineData("414720,,visa,credit,gold ,,", "category holds control characters, or spaces at its ends")]
    [InlineData("414720,,visa,credit,,<<101>>,", "issuer has more than 100 characters")]
    [InlineData("414720,,visa,credit,,A\tB,", "issuer holds control characters, or spaces at its ends")]
    [InlineData("414720,,visa,credit,,,UK", "country is no code of ISO 3166-1 alpha-2, in capitals")]
    [InlineData("414720,,visa,credit,,,us", "country is no code of ISO 3166-1 alpha-2, in capitals")]
    [InlineData("414720,,visa,credit,,,USA", "country is no code of ISO 3166-1 alpha-2, in capitals")]
    [InlineData("414720,,visa,credit,,", "a line has 7 fields, separated by commas; one with a comma in it stands in quotes")]
    [InlineData("414720,,visa,credit,,Chase, the bank,US", "a line has 7 fields, separated by commas; one with a comma in it stands in quotes")]
    [InlineData("414720,,visa,credit,,\"Chase,US", "a line has 7 fields, separated by commas; one with a comma in it stands in quotes")]
    [InlineData("414720,,visa,credit,,\"Chase\" bank,US", "a line has 7 fields, separated by commas; one with a comma in it stands in quotes")]
    [InlineData("414720,,visa,credit,,Chase \"bank\",US", "a line has 7 fields, separated by commas; one with a comma in it stands in quotes")]
    [InlineData("414720;414729;visa;credit;;;", "a line has 7 fields, separated by commas; one with a comma in it stands in quotes")]
    public void Read_WhenALineIsBad_SaysWhichAndWhyWithoutRepeatingIt(string line, string problem)
    {
        line = line.Replace("<<41>>", new string('a', 41), StringComparison.Ordinal).Replace("<<101>>", new string('a', 101), StringComparison.Ordinal);

        var file = Read("555555,,mastercard,credit,,,", "", line, "601100,,discover,credit,,,");

        Assert.Equal([new BinFileProblem(4, problem)], file.Problems);
        Assert.Equal([555555, 601100], file.Ranges.Select(range => range.Lowest));
    }

    [Fact]
    public void Read_WhenRangesOfOneLengthOverlap_NamesEachLaterLine()
    {
        var file = Read(
            "414720,414729,visa,credit,,,", "414725,,visa,debit,,,", "414700,414720,visa,credit,,,", "414728,414740,visa,credit,,,", "414741,,visa,credit,,,");

        Assert.Equal(
            [
                new BinFileProblem(3, "the range overlaps that of line 2"),
                new BinFileProblem(4, "the range overlaps that of line 2"),
                new BinFileProblem(5, "the range overlaps that of line 2"),
            ],
            file.Problems);
    }

    [Fact]
    public void Read_WhenALongerBinLiesWithinAShorterOne_IsGood() =>
        Assert.Empty(Read("414720,414729,visa,credit,,,", "41472000,41472999,visa,debit,,,", "4147205,,visa,debit,,,").Problems);

    [Theory]
    [InlineData("")]
    [InlineData("414720,414729,visa,credit,signature,Chase,US")]
    [InlineData("LOWEST,HIGHEST,BRAND,TYPE,CATEGORY,ISSUER,COUNTRY")]
    public void Read_WithoutTheHeader_ReadsNothingElse(string text)
    {
        var file = BinFile.Read(new StringReader(text));

        Assert.Equal([new BinFileProblem(1, "the first line must be lowest,highest,brand,type,category,issuer,country")], file.Problems);
        Assert.Empty(file.Ranges);
    }

    [Fact]
    public void Read_OfTheHeaderAlone_IsAnEmptyTable()
    {
        var file = Read();

        Assert.Empty(file.Problems);
        Assert.Empty(file.Ranges);
    }

    [Fact]
    public void Read_WithLinesEndedAsOnWindows_IsTheSame() =>
        Assert.Equal(Read(Good).Ranges, BinFile.Read(new StringReader($"{BinFile.Header}\r\n{Good}\r\n")).Ranges);

    [Fact]
    public void Read_BeyondTheMostRanges_Stops()
    {
        var lines = Enumerable.Range(40000000, BinFile.RangesMax + 2).Select(bin => string.Create(CultureInfo.InvariantCulture, $"{bin},,visa,credit,,,"));

        var file = Read([.. lines]);

        Assert.Equal([new BinFileProblem(500_002, "a file has at most 500000 ranges")], file.Problems);
    }

    private static BinFile Read(params string[] lines) => BinFile.Read(new StringReader(string.Join('\n', lines.Prepend(BinFile.Header))));
}
