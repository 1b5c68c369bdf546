using System.Text;
using System.Text.Json;
using PayGate.Grains.Payouts;
using PayGate.Payouts;
using static PayGate.Domain.Tests.Payouts.GivenPayout;

namespace PayGate.Domain.Tests.Payouts;

/// <summary>Stored contracts: what was written once stays readable. The golden file is added to, never rewritten.</summary>
public sealed class PayoutStoredFormTests
{
    private const string GoldenFile = "tests/PayGate.Domain.Tests/Payouts/Golden/payout.v1.txt";

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
                parts[0] == "payout" ? Encoding.UTF8.GetString(PayoutStorage.Write(PayoutStorage.Read(Encoding.UTF8.GetBytes(parts[1]))))
                    : PayoutFacts.Catalog.Write(PayoutFacts.Catalog.Read(parts[0], parts[1])));
        }
    }

    [Fact]
    public void UnknownVersionsAndFacts_AreNotGuessed()
    {
        Assert.Throws<JsonException>(() => PayoutStorage.Read("""{"v":2}"""u8));
        Assert.Throws<JsonException>(() => PayoutFacts.Catalog.Read("payout.lost", "{}"));
    }

    private static IEnumerable<string> Lines() =>
    [
        .. Facts.Select(fact => $"{PayoutFacts.Catalog.NameOf(fact)} {PayoutFacts.Catalog.Write(fact)}"),
        .. States.Values.OfType<Payout>().Select(payout => $"payout {Encoding.UTF8.GetString(PayoutStorage.Write(payout))}"),
    ];
}
