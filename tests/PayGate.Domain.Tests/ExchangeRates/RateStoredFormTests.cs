using System.Text;
using System.Text.Json;
using PayGate.ExchangeRates;
using PayGate.Grains.ExchangeRates;
using static PayGate.Domain.Tests.ExchangeRates.RateRulesTests;

namespace PayGate.Domain.Tests.ExchangeRates;

/// <summary>Stored contracts: what was written once stays readable. The golden file is added to, never rewritten.</summary>
public sealed class RateStoredFormTests
{
    private const string GoldenFile = "tests/PayGate.Domain.Tests/ExchangeRates/Golden/rates.v1.txt";

    private static readonly RateEvent[] Facts =
    [
        RateDecider.Refresh(null, "file", Document(("eur", 11m), ("usd", 10.5m)), TimeSpan.FromHours(24), Wall, Wall),
        RateDecider.Refresh(null, "http", RateDocument.Unreadable("the address answers 500"), TimeSpan.FromHours(24), Wall, Wall),
        .. RateDecider.Set(null, Order(1, 12m), Wall, Wall).Value,
        new RateSet
        {
            At = Wall, Order = 2, Currency = Currency.Usd, Before = 12m, After = 0.5m, SetAt = Wall, HeldUntil = Wall.AddHours(1), BeyondBand = true, By = "amina", Reason = "A new unit.",
        },
    ];

    [Fact]
    public void Write_OfAllFactsAndStates_IsTheGoldenFile() =>
        Assert.Equal(File.ReadAllText(Repository.File(GoldenFile)), string.Concat(Lines().Select(line => line + "\n")));

    [Fact]
    public void Read_OfTheGoldenFile_GivesTheSame()
    {
        foreach (var parts in File.ReadAllLines(Repository.File(GoldenFile)).Select(line => line.Split(' ', 2)))
        {
            Assert.Equal(
                parts[1],
                parts[0] == "sheet" ? Encoding.UTF8.GetString(RateStorage.Write(RateStorage.Read(Encoding.UTF8.GetBytes(parts[1]))))
                    : RateFacts.Catalog.Write(RateFacts.Catalog.Read(parts[0], parts[1])));
        }
    }

    [Fact]
    public void UnknownVersionsAndFacts_AreNotGuessed()
    {
        Assert.Throws<JsonException>(() => RateStorage.Read("""{"v":2}"""u8));
        Assert.Throws<JsonException>(() => RateFacts.Catalog.Read("rates.lost", "{}"));
    }

    private static IEnumerable<string> Lines() =>
    [
        .. Facts.Select(fact => $"{RateFacts.Catalog.NameOf(fact)} {RateFacts.Catalog.Write(fact)}"),
        $"sheet {Encoding.UTF8.GetString(RateStorage.Write(Facts.Aggregate((RateSheet?)null, RateDecider.Apply)!))}",
    ];
}
