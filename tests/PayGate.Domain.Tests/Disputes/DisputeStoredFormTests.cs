using System.Text;
using System.Text.Json;
using PayGate.Disputes;
using PayGate.Grains.Disputes;
using PayGate.PaymentIntents;
using static PayGate.Domain.Tests.Disputes.GivenDispute;

namespace PayGate.Domain.Tests.Disputes;

/// <summary>Stored contracts: what was written once stays readable. The golden file is added to, never rewritten.</summary>
public sealed class DisputeStoredFormTests
{
    private const string GoldenFile = "tests/PayGate.Domain.Tests/Disputes/Golden/dispute.v1.txt";

    [Fact]
    public void Write_OfAllFactsAndStates_IsTheGoldenFile() =>
        Assert.Equal(File.ReadAllText(Repository.File(GoldenFile)), string.Concat(Lines().Select(line => line + "\n")));

    [Fact]
    public void Read_OfTheGoldenFile_GivesTheSame()
    {
        var lines = File.ReadAllLines(Repository.File(GoldenFile)).Select(line => line.Split(' ', 2)).ToList();

        Assert.Equal(
            Facts().Select(DisputeFacts.Catalog.Write),
            lines.Where(parts => parts[0] != "state").Select(parts => DisputeFacts.Catalog.Write(DisputeFacts.Catalog.Read(parts[0], parts[1]))));
        Assert.Equal(
            States.Values.Select(Text),
            lines.Where(parts => parts[0] == "state").Select(parts => Text(DisputeStorage.Read(Encoding.UTF8.GetBytes(parts[1])))));
    }

    [Fact]
    public void UnknownVersionsAndFacts_AreNotGuessed()
    {
        Assert.Throws<JsonException>(() => DisputeStorage.Read("""{"v":2}"""u8));
        Assert.Throws<JsonException>(() => DisputeFacts.Catalog.Read("dispute.settled", "{}"));
    }

    private static IEnumerable<string> Lines() =>
        Facts().Select(fact => $"{DisputeFacts.Catalog.NameOf(fact)} {DisputeFacts.Catalog.Write(fact)}").Concat(States.Values.Select(state => $"state {Text(state)}"));

    private static IEnumerable<DisputeEvent> Facts() =>
    [
        .. FactsOf(null, Opening()),
        .. FactsOf(Opened(), Staged()),
        .. FactsOf(Opened(), Evidence("uncategorized_text", "Sent and received.")),
        .. FactsOf(Submitted(), new AwaitRuling(Due)),
        .. FactsOf(Submitted(), new Rule(true, RequestInfo.None)),
        .. FactsOf(Opened(), new Accept(Caller)),
        .. FactsOf(Opened(), Deadline, Due),
        .. FactsOf(States["won"], new PaymentKnows(Back)),
        .. FactsOf(States["lost"], new PaymentKnows(null)),
        .. FactsOf(Opened(), new EraseDispute()),
    ];

    private static string Text(Dispute dispute) => Encoding.UTF8.GetString(DisputeStorage.Write(dispute));
}
