using System.Text;
using System.Text.Json;
using PayGate.Domain.Tests.PaymentIntents;
using PayGate.Grains.RefundRequests;
using PayGate.RefundRequests;
using static PayGate.Domain.Tests.RefundRequests.GivenRequest;

namespace PayGate.Domain.Tests.RefundRequests;

/// <summary>Stored contracts: what was written once stays readable. The golden file is added to, never rewritten.</summary>
public sealed class RefundRequestStoredFormTests
{
    private const string GoldenFile = "tests/PayGate.Domain.Tests/RefundRequests/Golden/refund_request.v1.txt";

    [Fact]
    public void Write_OfAllFactsAndStates_IsTheGoldenFile() =>
        Assert.Equal(File.ReadAllText(Repository.File(GoldenFile)), string.Concat(Lines().Select(line => line + "\n")));

    [Fact]
    public void Read_OfTheGoldenFile_GivesTheSame()
    {
        var lines = File.ReadAllLines(Repository.File(GoldenFile)).Select(line => line.Split(' ', 2)).ToList();

        Assert.Equal(Facts(), lines.Where(parts => parts[0] != "state").Select(parts => RefundRequestFacts.Catalog.Read(parts[0], parts[1])));
        Assert.Equal(
            States.Values.Select(Text),
            lines.Where(parts => parts[0] == "state").Select(parts => Text(RefundRequestStorage.Read(Encoding.UTF8.GetBytes(parts[1])))));
    }

    [Fact]
    public void UnknownVersionsAndFacts_AreNotGuessed()
    {
        Assert.Throws<JsonException>(() => RefundRequestStorage.Read("""{"v":2}"""u8));
        Assert.Throws<JsonException>(() => RefundRequestFacts.Catalog.Read("refund_request.cloned", "{}"));
    }

    private static IEnumerable<string> Lines() =>
        Facts().Select(fact => $"{RefundRequestFacts.Catalog.NameOf(fact)} {RefundRequestFacts.Catalog.Write(fact)}").Concat(States.Values.Select(state => $"state {Text(state)}"));

    private static IEnumerable<RefundRequestEvent> Facts() =>
    [
        // As it was before it noted what it holds back.
        .. FactsOf(null, Open(700)).Cast<RefundRequestCreated>().Select(created => created with { Held = null }),
        .. FactsOf(Opened(), new Approve(Given.RefundId, Caller)),
        .. FactsOf(Opened(), new Reject("Worn.", Caller)),
        .. FactsOf(Approved(), Unknown()),
        .. FactsOf(Approved(), new RefundMade()),
        .. FactsOf(Approved(), new RefundNotMade("expired_card")),
        .. FactsOf(null, Open(700)),
    ];

    private static string Text(RefundRequest request) => Encoding.UTF8.GetString(RefundRequestStorage.Write(request));
}
