using System.Text;
using System.Text.Json;
using PayGate.Grains.Settlements;
using PayGate.Settlements;
using static PayGate.Domain.Tests.Settlements.GivenSettlement;

namespace PayGate.Domain.Tests.Settlements;

/// <summary>Stored contracts: what was written once stays readable. The golden file is added to, never rewritten.</summary>
public sealed class SettlementStoredFormTests
{
    private const string GoldenFile = "tests/PayGate.Domain.Tests/Settlements/Golden/settlement.v1.txt";

    [Fact]
    public void Write_OfAllFactsAndStates_IsTheGoldenFile() =>
        Assert.Equal(File.ReadAllText(Repository.File(GoldenFile)), string.Concat(Lines().Select(line => line + "\n")));

    [Fact]
    public void Read_OfTheGoldenFile_GivesTheSame()
    {
        var lines = File.ReadAllLines(Repository.File(GoldenFile)).Select(line => line.Split(' ', 2)).ToList();

        Assert.Equal(Facts, Of("settlement_batch.").Select(parts => SettlementFacts.Batches.Read(parts[0], parts[1])));
        Assert.Equal(
            ScheduleFacts.Select(SettlementFacts.Schedules.Write),
            Of("settlement_schedule.").Select(parts => SettlementFacts.Schedules.Write(SettlementFacts.Schedules.Read(parts[0], parts[1]))));
        Assert.Equal(Batches.Values.OfType<SettlementBatch>(), Of("batch").Select(parts => SettlementBatchStorage.Read(Encoding.UTF8.GetBytes(parts[1]))));
        Assert.Equal([Schedule], Of("schedule").Select(parts => SettlementScheduleStorage.Read(Encoding.UTF8.GetBytes(parts[1]))));

        IEnumerable<string[]> Of(string name) => lines.Where(parts => name.EndsWith('.') ? parts[0].StartsWith(name, StringComparison.Ordinal) : parts[0] == name);
    }

    [Fact]
    public void UnknownVersionsAndFacts_AreNotGuessed()
    {
        Assert.Throws<JsonException>(() => SettlementBatchStorage.Read("""{"v":2}"""u8));
        Assert.Throws<JsonException>(() => SettlementScheduleStorage.Read("""{"v":2}"""u8));
        Assert.Throws<JsonException>(() => SettlementFacts.Batches.Read("settlement_batch.lost", "{}"));
    }

    private static IEnumerable<string> Lines() =>
    [
        .. Facts.Select(fact => $"{SettlementFacts.Batches.NameOf(fact)} {SettlementFacts.Batches.Write(fact)}"),
        .. ScheduleFacts.Select(fact => $"{SettlementFacts.Schedules.NameOf(fact)} {SettlementFacts.Schedules.Write(fact)}"),
        .. Batches.Values.OfType<SettlementBatch>().Select(batch => $"batch {Encoding.UTF8.GetString(SettlementBatchStorage.Write(batch))}"),
        $"schedule {Encoding.UTF8.GetString(SettlementScheduleStorage.Write(Schedule))}",
    ];
}
