using System.Collections.Immutable;
using System.Text;
using PayGate.ExchangeRates;
using PayGate.Grains.ExchangeRates;

namespace PayGate.Domain.Tests.ExchangeRates;

/// <summary>Which rates are accepted, kept and refused.</summary>
public sealed class RateRulesTests
{
    internal static readonly DateTimeOffset Wall = new(2030, 1, 7, 9, 30, 0, TimeSpan.Zero);
    private static readonly TimeSpan AgeMax = TimeSpan.FromHours(24);

    [Fact]
    public void Refresh_TheFirst_AcceptsAllThatIsARate()
    {
        var sheet = Refreshed(null, Document(("usd", 10m), ("eur", 11m)));

        Assert.Equal((10m, 11m), (sheet.Find(Currency.Usd)!.InBase, sheet.Find(Currency.Eur)!.InBase));
        Assert.Equal((0.90909090m, 1.1m, 0.1m, 10m, 1m), (Between("usd", "eur"), Between("eur", "usd"), Between("mad", "usd"), Between("usd", "mad"), Between("usd", "usd")));
        Assert.Null(sheet.Between(Currency.Usd, Currency.Parse("gbp")));

        decimal Between(string from, string to) => sheet.Between(Currency.Parse(from), Currency.Parse(to))!.Value;
    }

    [Theory]
    [InlineData("100", true)]
    [InlineData("1", true)]
    [InlineData("100.00000001", false)]
    [InlineData("0.99999999", false)]
    public void Refresh_UpToTenTimesOff_IsAccepted_AndBeyondTheLastGoodOneStays(string rate, bool accepted)
    {
        var parsed = decimal.Parse(rate, System.Globalization.CultureInfo.InvariantCulture);
        var sheet = Refreshed(Refreshed(null, Document(("usd", 10m), ("eur", 11m))), Document(("usd", parsed), ("eur", 12m)) with { AsOf = Wall.AddMinutes(1) });

        Assert.Equal((accepted ? parsed : 10m, 12m, accepted ? 0 : 1), (sheet.Find(Currency.Usd)!.InBase, sheet.Find(Currency.Eur)!.InBase, sheet.Refused.Length));
        Assert.Equal(accepted ? Wall.AddMinutes(1) : Wall, sheet.Find(Currency.Usd)!.AsOf);
    }

    [Fact]
    public void Refresh_WhenACurrencyIsMissing_KeepsItsLastGoodRate()
    {
        var sheet = Refreshed(Refreshed(null, Document(("usd", 10m), ("eur", 11m))), Document(("usd", 10.5m)) with { AsOf = Wall.AddMinutes(1) });

        Assert.Equal((11m, Wall, "eur is missing"), (sheet.Find(Currency.Eur)!.InBase, sheet.Find(Currency.Eur)!.AsOf, sheet.Refused.Single()));
    }

    [Theory]
    [InlineData(-1441, "too long ago")]
    [InlineData(6, "in the future")]
    public void Refresh_WhenTheInstantCannotBe_RefusesTheWhole(int minutes, string reason)
    {
        var before = Refreshed(null, Document(("usd", 10m)));
        var sheet = Refreshed(before, Document(("usd", 11m)) with { AsOf = Wall.AddMinutes(minutes) });

        Assert.Equal(before.Rates, sheet.Rates);
        Assert.Contains(reason, sheet.Refused.Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1440)]
    [InlineData(5)]
    public void Refresh_WhenTheInstantIsJustGoodEnough_IsAccepted(int minutes) =>
        Assert.Equal(11m, Refreshed(null, Document(("usd", 11m)) with { AsOf = Wall.AddMinutes(minutes) }).Find(Currency.Usd)!.InBase);

    [Fact]
    public void Refresh_WithWhatIsOlderThanTheLast_IsRefused_AndWithTheSameIsNoNews()
    {
        var before = Refreshed(null, Document(("usd", 10m)));

        Assert.Contains("before that of the last", Refreshed(before, Document(("usd", 11m)) with { AsOf = Wall.AddSeconds(-1) }).Refused.Single(), StringComparison.Ordinal);
        var again = RateDecider.Refresh(before, "file", Document(("usd", 10m)), AgeMax, Wall.AddHours(1), Wall);
        Assert.Equal((0, 0), (again.Accepted.Count, again.Refused.Length));
    }

    [Fact]
    public void UsableUntil_IsADayAfterItsInstant_OrAsLongAsAnOperatorSaid()
    {
        var rate = Refreshed(null, Document(("usd", 10m))).Find(Currency.Usd)!;

        Assert.Equal(Wall.AddHours(24), rate.UsableUntil(AgeMax));
        Assert.Equal(Wall.AddHours(48), (rate with { HeldUntil = Wall.AddHours(48) }).UsableUntil(AgeMax));
        Assert.Equal(Wall.AddHours(24), (rate with { HeldUntil = Wall.AddHours(1) }).UsableUntil(AgeMax));
    }

    [Fact]
    public void Set_HoldsTheRateAgainstSources_UntilItsTimeIsOver()
    {
        var set = Set(Refreshed(null, Document(("usd", 10m))), Order(1, 12m, hours: 2));

        Assert.Equal(12m, Refreshed(set, Document(("usd", 11m)) with { AsOf = Wall.AddMinutes(1) }).Find(Currency.Usd)!.InBase);
        Assert.Equal(11m, Refreshed(set, Document(("usd", 11m)) with { AsOf = Wall.AddHours(2) }, Wall.AddHours(2)).Find(Currency.Usd)!.InBase);
    }

    [Fact]
    public void Set_BeyondTheBand_NeedsTheConfirmation_AndIsCarriedOutOnce()
    {
        var before = Refreshed(null, Document(("usd", 10m)));

        Assert.Contains("10 times off", RateDecider.Set(before, Order(1, 100.1m), Wall, Wall).Refusal!.Message, StringComparison.Ordinal);
        var set = Set(before, Order(1, 100.1m) with { BeyondBand = true });
        Assert.Equal((100.1m, 1L), (set.Find(Currency.Usd)!.InBase, set.LastOrder));
        Assert.Empty(RateDecider.Set(set, Order(1, 20m), Wall, Wall).Value);
    }

    [Theory]
    [InlineData("mad", "1", 1)]
    [InlineData("usd", "0", 1)]
    [InlineData("usd", "-1", 1)]
    [InlineData("usd", "1000001", 1)]
    [InlineData("usd", "10.000000001", 1)]
    [InlineData("usd", "10", 0)]
    [InlineData("usd", "10", 721)]
    public void Set_OutOfBounds_IsRefused(string currency, string rate, int hours) => Assert.False(RateDecider.Set(
        null,
        Order(1, decimal.Parse(rate, System.Globalization.CultureInfo.InvariantCulture), hours) with { Currency = Currency.Parse(currency) },
        Wall,
        Wall).IsSuccess);

    [Theory]
    [InlineData("""{"base":"mad","as_of":"2030-01-07T09:30:00Z","rates":{"usd":"10.00","EUR":"11.5"}}""", "eur 11.5, usd 10.00")]
    [InlineData("""{"base":"MAD","as_of":"2030-01-07T10:30:00+01:00","note":"x","rates":{"usd":"0.000001"}}""", "usd 0.000001")]
    [InlineData("""{"base":"mad","as_of":"2030-01-07T09:30:00Z","rates":{"usd":"0","eur":"11"}}""", "eur 11; usd: ")]
    [InlineData("""{"base":"mad","as_of":"2030-01-07T09:30:00Z","rates":{"usd":"-10","eur":"11"}}""", "eur 11; usd: ")]
    [InlineData("""{"base":"mad","as_of":"2030-01-07T09:30:00Z","rates":{"usd":10.5,"eur":"11"}}""", "eur 11; usd: ")]
    [InlineData("""{"base":"mad","as_of":"2030-01-07T09:30:00Z","rates":{"usd":"1e1","eur":"1,1","gbp":"","jpy":" 1","chf":".5","cad":"5."}}""", "; usd: eur: gbp: jpy: chf: cad: ")]
    [InlineData("""{"base":"mad","as_of":"2030-01-07T09:30:00Z","rates":{"usd":"10.000000001","eur":"1000000.1"}}""", "; usd: eur: ")]
    [InlineData("""{"base":"mad","as_of":"2030-01-07T09:30:00Z","rates":{"xyz":"1","mad":"1","usd":"10","USD":"11"}}""", "usd 10; 'xyz' 'mad' usd ")]
    [InlineData("""{"base":"mad","as_of":"2030-01-07T09:30:00Z","rates":{"usd":"10","usd":"11"}}""", "fault")]
    [InlineData("""{"base":"eur","as_of":"2030-01-07T09:30:00Z","rates":{"usd":"10"}}""", "fault")]
    [InlineData("""{"base":"mad","as_of":"yesterday","rates":{"usd":"10"}}""", "fault")]
    [InlineData("""{"base":"mad","rates":{"usd":"10"}}""", "fault")]
    [InlineData("""{"base":"mad","as_of":"2030-01-07T09:30:00Z","rates":[]}""", "fault")]
    [InlineData("""{"base":"mad","as_of":"2030-01-07T09:30:00Z"}""", "fault")]
    [InlineData("[]", "fault")]
    [InlineData("<html>", "fault")]
    [InlineData("", "fault")]
    public void Parse_TellsRatesFromWhatIsNone(string json, string read)
    {
        var document = RateDocument.Parse(Encoding.UTF8.GetBytes(json));

        var rates = string.Join(", ", document.Rates.Select(rate => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{rate.Key} {rate.Value}")));
        var malformed = document.Malformed.IsEmpty ? "" : "; " + string.Concat(document.Malformed.Select(reason => reason.Split(' ')[0] + " "));
        Assert.Equal(read, document.Fault is not null ? "fault" : rates + malformed);
    }

    internal static RateDocument Document(params (string Code, decimal Rate)[] rates) =>
        new() { AsOf = Wall, Rates = rates.ToImmutableSortedDictionary(rate => rate.Code, rate => rate.Rate, StringComparer.Ordinal) };

    internal static SetRate Order(long id, decimal rate, int hours = 24) =>
        new() { Order = id, Currency = Currency.Usd, InBase = rate, Hours = hours, BeyondBand = false, By = "amina", Reason = "The source is down." };

    private static RateSheet Refreshed(RateSheet? sheet, RateDocument document, DateTimeOffset? wall = null) =>
        RateDecider.Apply(sheet, RateDecider.Refresh(sheet, "file", document, AgeMax, wall ?? Wall, Wall));

    private static RateSheet Set(RateSheet sheet, SetRate order) => RateDecider.Set(sheet, order, Wall, Wall).Value.Aggregate(sheet, RateDecider.Apply);
}
