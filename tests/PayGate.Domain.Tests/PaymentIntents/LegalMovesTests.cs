using System.Collections.Immutable;
using System.Text;
using PayGate.Grains.PaymentIntents;
using PayGate.PaymentIntents;

namespace PayGate.Domain.Tests.PaymentIntents;

/// <summary>
/// The whole table of states and commands. It is written out in grains/PaymentIntents/README.md for readers; the test makes it anew from the decider and
/// compares, so that neither can change alone.
/// </summary>
public sealed class LegalMovesTests
{
    private static readonly DateTimeOffset InTime = Given.Start.AddMinutes(1);

    private static readonly (string Name, PaymentCommand Command, DateTimeOffset At)[] Commands =
    [
        ("update", Given.Change(amount: 500), InTime),
        ("confirm", new StartAttempt(Given.Visa, Given.Plan with { ChargeId = "ch_other" }, RequestInfo.None), InTime),
        ("issuer challenges", new StartAttempt(Given.Visa, Given.ChallengePlan with { ChargeId = "ch_other" }, RequestInfo.None), InTime),
        ("cardholder passes", new StartAttempt(Given.Visa, Given.Plan, RequestInfo.None), InTime),
        ("cardholder fails", new FailChallenge(), InTime),
        ("bank approves", new AttemptAnswered(Given.ChargeId, Given.Approval(), Given.TransactionId), InTime),
        ("bank declines", new AttemptAnswered(Given.ChargeId, Given.Decline(), Given.TransactionId), InTime),
        ("bank is silent", new AttemptUnanswered(Given.ChargeId), InTime),
        ("customer takes the card", new MethodOffered(null), InTime),
        ("customer refuses the card", new MethodOffered("resource_missing"), InTime),
        ("session is told", new SessionKnows(), InTime),
        ("increment", Given.Raise(20_000), InTime),
        ("bank grants increment", new IncrementAnswered(Given.Approval()), InTime),
        ("bank refuses increment", new IncrementAnswered(Given.Decline()), InTime),
        ("capture", new StartCapture(null, RequestInfo.None), InTime),
        ("bank captures", new CaptureAnswered(Given.Approval(), Given.TransactionId), InTime),
        ("bank refuses capture", new CaptureAnswered(Given.Decline(), Given.TransactionId), InTime),
        ("cancel", new Cancel(null, RequestInfo.None), InTime),
        ("cancel before approval", new Cancel(null, RequestInfo.None) { BeforeApproval = true }, InTime),
        ("bank reverses", new ReversalAnswered(Given.ChargeId, Given.Approval()), InTime),
        ("refund", new StartRefund(Given.RefundId, 1_000, null, ImmutableSortedDictionary<string, string>.Empty, RequestInfo.None), InTime),
        ("an hour passes", new PassTime(), Given.Start.AddHours(1)),
        ("seven days pass", new PassTime(), Given.Start.AddDays(7)),
    ];

    [Fact]
    public void Decide_ForEveryStateAndCommand_IsTheTableInTheReadme()
    {
        var readme = File.ReadAllText(Repository.File("grains/PaymentIntents/README.md"));

        Assert.Contains(Table(), readme, StringComparison.Ordinal);
    }

    private static string Table()
    {
        var table = new StringBuilder("| state | " + string.Join(" | ", Commands.Select(command => command.Name)) + " |\n");
        table.Append("|---|" + string.Concat(Commands.Select(_ => "---|")) + "\n");
        foreach (var (name, state) in Given.States)
        {
            table.Append($"| {name} | {string.Join(" | ", Commands.Select(command => Cell(state, command.Command, command.At)))} |\n");
        }

        return table.ToString();
    }

    private static string Cell(PaymentIntent state, PaymentCommand command, DateTimeOffset at)
    {
        var decision = PaymentIntentDecider.Decide(state, command, at);
        return !decision.IsSuccess ? (decision.Refusal.Code == "payment_intent_unexpected_state" ? "–" : decision.Refusal.Code)
            : decision.Value.IsEmpty ? "·"
            : string.Join(", ", decision.Value.Select(PaymentIntentFacts.NameOf));
    }
}
