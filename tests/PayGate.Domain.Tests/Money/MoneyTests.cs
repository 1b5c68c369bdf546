using FsCheck;
using FsCheck.Fluent;

namespace PayGate.Domain.Tests.Amounts;

public sealed class MoneyTests
{
    private static readonly Money Max = new(long.MaxValue, Currency.Usd);

    [Fact]
    public void Arithmetic_WhenItOverflows_Throws()
    {
        Assert.Throws<OverflowException>(() => Max + new Money(1, Currency.Usd));
        Assert.Throws<OverflowException>(() => new Money(long.MinValue, Currency.Usd) - new Money(1, Currency.Usd));
        Assert.Throws<OverflowException>(() => -new Money(long.MinValue, Currency.Usd));
    }

    [Fact]
    public void Arithmetic_WhenCurrenciesDiffer_Throws()
    {
        Assert.Throws<InvalidOperationException>(() => Max + new Money(1, Currency.Eur));
        Assert.Throws<InvalidOperationException>(() => Max > new Money(1, Currency.Eur));
    }

    [Theory]
    [InlineData(999, "usd", "mad", "10", 9_990)]
    [InlineData(1, "usd", "jpy", "150", 1)]
    [InlineData(100, "jpy", "kwd", "0.00205", 205)]
    [InlineData(-1_005, "usd", "eur", "0.333", -334)]
    public void ConvertTruncated_BetweenExponents_CutsTowardsZero(long amount, string from, string to, string rate, long expected) =>
        Assert.Equal(
            new Money(expected, Currency.Parse(to)),
            new Money(amount, Currency.Parse(from)).ConvertTruncated(
                decimal.Parse(rate, System.Globalization.CultureInfo.InvariantCulture), Currency.Parse(to)));

    [Fact]
    public void BasisPointsTruncated_ForTheLargestAmount_DoesNotOverflow() =>
        Assert.Equal(new Money((long)((Int128)long.MaxValue * 290 / 10_000), Currency.Usd), Max.BasisPointsTruncated(290));

    [Fact]
    public void Conversion_OfASum_IsNeverLessThanTheSumOfConversions() => Prop.ForAll(
        Gen.Choose(0, 10_000_000).Two().ToArbitrary(), Gen.Choose(1, 99_999_999).ToArbitrary(), (pair, digits) =>
        {
            var rate = digits / 1_000_000m;
            long Convert(long amount) => new Money(amount, Currency.Usd).ConvertTruncated(rate, Currency.Mad).MinorUnits;
            var together = Convert(pair.Item1 + pair.Item2);
            return together - Convert(pair.Item1) - Convert(pair.Item2) is 0 or 1;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("USD", "usd")]
    [InlineData("usd", "usd")]
    [InlineData("Kwd", "kwd")]
    public void Parse_OfACode_IsLowerCase(string text, string code)
    {
        Assert.True(Currency.TryParse(text, out var currency));
        Assert.Equal(code, currency.Code);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("us")]
    [InlineData("usdx")]
    [InlineData(" usd")]
    [InlineData("uѕd")]
    [InlineData("xxx")]
    [InlineData("xau")]
    public void Parse_OfAnythingElse_IsRefused(string? text) => Assert.False(Currency.TryParse(text, out _));

    [Theory]
    [InlineData("jpy", 0)]
    [InlineData("usd", 2)]
    [InlineData("kwd", 3)]
    [InlineData("tnd", 3)]
    public void Exponent_IsThatOfIso4217(string code, int exponent) => Assert.Equal(exponent, Currency.Parse(code).Exponent);

    [Theory]
    [InlineData(1234, "usd", "12.34")]
    [InlineData(-5, "eur", "-0.05")]
    [InlineData(1234, "jpy", "1234")]
    [InlineData(1, "kwd", "0.001")]
    [InlineData(long.MaxValue, "mad", "92233720368547758.07")]
    [InlineData(long.MinValue, "mad", "-92233720368547758.08")]
    public void DecimalText_HasTheCurrencysDecimals(long minorUnits, string currency, string text) =>
        Assert.Equal(text, new Money(minorUnits, Currency.Parse(currency)).ToDecimalText());
}
