using System.Collections.Immutable;
using System.Text;
using PayGate.Disputes;
using PayGate.Domain.Tests.PaymentIntents;
using PayGate.Grains.Disputes;
using PayGate.PaymentIntents;
using PayGate.Wire.V1;
using static PayGate.Domain.Tests.Disputes.GivenDispute;
using PassTime = PayGate.Grains.Disputes.PassTime;

namespace PayGate.Domain.Tests.Disputes;

public sealed class DisputeRulesTests
{
    private static readonly (string Name, DisputeActorCommand Command, DateTimeOffset At)[] Commands =
    [
        ("evidence", Evidence("customer_name", "Amina"), Given.Start),
        ("evidence to keep", Staged(), Given.Start),
        ("submit", Changes(null, submit: true), Given.Start),
        ("metadata", Changes(null, metadata: Ticket), Given.Start),
        ("accept", new Accept(Caller), Given.Start),
        ("ruling: won", new Rule(true, RequestInfo.None), Given.Start),
        ("ruling: lost", new Rule(false, RequestInfo.None), Given.Start),
        ("ruling takes time", new AwaitRuling(Due), Given.Start),
        ("a second early", new PassTime(), Due.AddSeconds(-1)),
        ("deadline", new PassTime(), Due),
        ("payment returned", new PaymentKnows(Back), Given.Start),
        ("payment recorded", new PaymentKnows(null), Given.Start),
    ];

    private static MetadataPatch Ticket => new() { Changes = ImmutableSortedDictionary.Create<string, string?>(StringComparer.Ordinal).Add("ticket", "7") };

    /// <summary>The table is written out in the folder's README for readers; it is made anew from the decider here, so that neither can change alone.</summary>
    [Fact]
    public void Decide_ForEveryStateAndCommand_IsTheTableInTheReadme()
    {
        var table = new StringBuilder("| state | " + string.Join(" | ", Commands.Select(command => command.Name)) + " |\n");
        table.Append("|---|" + string.Concat(Commands.Select(_ => "---|")) + "\n");
        foreach (var (name, state) in States)
        {
            table.Append($"| {name} | {string.Join(" | ", Commands.Select(command => Cell(state, command.Command, command.At)))} |\n");
        }

        var readme = File.ReadAllText(Repository.File("grains/Disputes/README.md"));
        Assert.True(readme.Contains(table.ToString(), StringComparison.Ordinal), $"The README lacks this table:\n{table}");
    }

    [Fact]
    public void CommandsToNothing_AreResourceMissing() =>
        Assert.All(Commands, command => Assert.Equal("resource_missing", DisputeDecider.Decide(null, command.Command, Given.Start).Refusal?.Code));

    [Fact]
    public void Open_Twice_IsNothingToDo() => Assert.All(States.Values, state => Assert.Empty(FactsOf(state, Opening())));

    [Fact]
    public void Deadline_IsSevenDaysAfterTheOpening_ToTheSecond()
    {
        Assert.Equal(Given.Start.AddDays(7), Opened().EvidenceDueBy);
        Assert.Equal(DisputeStatus.NeedsResponse, Opened().AsOf(Due.AddTicks(-1)).Status);
        Assert.Equal((DisputeStatus.Lost, Due), (Opened().AsOf(Due).Status, Opened().AsOf(Due).EndedAt));
        Assert.Equal(DisputeStatus.UnderReview, Submitted().AsOf(Due).Status);
    }

    [Fact]
    public void DueAt_IsTheNextThingThatTimeAsksFor()
    {
        Assert.Equal(Due, DisputeStream.DueAt(Opened()));
        Assert.Equal(Given.Start.AddSeconds(8), DisputeStream.DueAt(Submitted()));
        Assert.Equal(Due, DisputeStream.DueAt(States["under_review (awaited)"]));
        Assert.Equal(Given.Start.AddSeconds(8), DisputeStream.DueAt(States["won"]));
        Assert.Null(DisputeStream.DueAt(States["won (returned)"]));
        Assert.Null(DisputeStream.DueAt(States["lost (recorded)"]));
    }

    [Fact]
    public void Evidence_IsMerged_AndBounded()
    {
        var staged = Opened().Then(Staged()).Then(Evidence("customer_name", "Amina", submit: false));
        Assert.Equal(["customer_name", "product_description"], staged.Evidence.Keys);
        Assert.Equal(["customer_name"], staged.Then(Evidence("product_description", null, submit: false)).Evidence.Keys);

        var full = DisputeEvidence.Members.Take(7).ToImmutableSortedDictionary(member => member, string? (_) => new string('x', DisputeEvidence.LengthMax), StringComparer.Ordinal);
        var most = Opened().Then(Changes(full, submit: false));
        Assert.Equal("parameter_too_long", Refused(most, Evidence("uncategorized_text", new string('x', 10_001))));
        Assert.Equal(DisputeStatus.UnderReview, most.Then(Evidence("uncategorized_text", new string('x', 10_000))).Status);
    }

    [Fact]
    public void Submit_WithoutEvidence_IsRefused()
    {
        Assert.Equal("parameter_missing", Refused(Opened(), Changes(null, submit: true)));
        Assert.Equal("parameter_missing", Refused(Opened().Then(Staged()), Evidence("product_description", null)));
    }

    [Fact]
    public void Erase_TakesTheWords_AndNoMoreMayCome()
    {
        var erased = Opened().Then(Staged()).Then(Changes(null, metadata: Ticket)).Then(new EraseDispute());

        Assert.Equal((0, 0, true), (erased.Evidence.Count, erased.Metadata.Count, erased.Erased));
        Assert.Empty(FactsOf(erased, new EraseDispute()));
        Assert.Equal("dispute_unexpected_state", Refused(erased, Evidence("customer_name", "Amina")));
        Assert.Equal(DisputeStatus.Lost, erased.Then(new Accept(Caller)).Status);
    }

    /// <summary>Stripe's evidence has all these members and the ones for files; none of ours is missing in the answer.</summary>
    [Fact]
    public void EveryMemberOfEvidence_IsShown()
    {
        foreach (var member in DisputeEvidence.Members)
        {
            var shown = WireJson.ToElement(Opened().Then(Evidence(member, "said")).ToResource().Evidence);
            Assert.Equal((member, "said"), (member, shown.GetProperty(member).GetString()));
        }
    }

    private static string? Refused(Dispute state, DisputeActorCommand command) => DisputeDecider.Decide(state, command, Given.Start).Refusal?.Code;

    private static string Cell(Dispute state, DisputeActorCommand command, DateTimeOffset at)
    {
        var decision = DisputeDecider.Decide(state, command, at);
        return !decision.IsSuccess ? (decision.Refusal.Code == "dispute_unexpected_state" ? "–" : decision.Refusal.Code)
            : decision.Value.IsEmpty ? "·"
            : string.Join(", ", decision.Value.Select(DisputeFacts.Catalog.NameOf));
    }
}
