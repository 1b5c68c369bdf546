using System.Collections.Immutable;
using System.Text;
using PayGate.Grains.PaymentIntents;
using PayGate.PaymentIntents;

namespace PayGate.Domain.Tests.PaymentIntents;

/// <summary>The whole table of a refund's states and commands, made anew from the decider and compared with the one in the README.</summary>
public sealed class RefundMovesTests
{
    private static readonly DateTimeOffset Soon = Given.Start.AddSeconds(9);
    private static readonly DateTimeOffset Due = Given.Start.AddSeconds(10);

    private static readonly (string Name, PaymentCommand Command, DateTimeOffset At)[] Commands =
    [
        ("bank refunds", Answered(Given.Approval()), Soon),
        ("bank refuses", Answered(Given.Decline()), Soon),
        ("issuer is away", Answered(Away), Soon),
        ("bank is silent", new RefundUnanswered(Given.RefundId), Soon),
        ("before its time", new RetryRefund(Given.RefundId), Soon),
        ("its time comes", new RetryRefund(Given.RefundId), Due),
        ("cancel", new CancelRefund(Given.RefundId, RequestInfo.None), Soon),
        ("update", Changed, Soon),
    ];

    private static readonly (string Name, PaymentIntent State)[] States =
    [
        ("pending, asked", Started()),
        ("pending, unknown", Started().Then(new RefundUnanswered(Given.RefundId))),
        ("pending, put off", Started().Then(Answered(Away))),
        ("pending, asked again", AskedAgain()),
        ("succeeded", Started().Then(Answered(Given.Approval()))),
        ("failed", Started().Then(Answered(Given.Decline()))),
        ("canceled", Started().Then(Answered(Away)).Then(new CancelRefund(Given.RefundId, RequestInfo.None))),
    ];

    private static BankAnswer Away => Given.Decline("issuer_unavailable") with { NetworkCode = "91" };

    private static ChangeRefund Changed => new(
        Given.RefundId,
        new MetadataPatch { Changes = ImmutableSortedDictionary.Create<string, string?>(StringComparer.Ordinal).Add("ticket", "7") },
        RequestInfo.None);

    [Fact]
    public void Decide_ForEveryStateAndCommand_IsTheTableInTheReadme() =>
        Assert.Contains(Table(), File.ReadAllText(Repository.File("grains/PaymentIntents/README.md")), StringComparison.Ordinal);

    [Fact]
    public void Retries_GrowToHourly_AndEndAfterADay()
    {
        var payment = Started();
        var (now, waits) = (Given.Start, new List<TimeSpan>());
        for (var tries = 1; ; tries++)
        {
            Assert.Equal(tries == 1 ? Given.RefundId : $"{Given.RefundId}.{tries}", payment.Refunds[0].Reference);
            payment = payment.Then(Answered(Away), now);
            if (payment.Refunds[0].RetryAt is not { } retryAt)
            {
                break;
            }

            waits.Add(retryAt - now);
            now = retryAt;
            payment = payment.Then(new RetryRefund(Given.RefundId), now);
        }

        Assert.Equal(
            [TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10), .. Enumerable.Repeat(TimeSpan.FromHours(1), RefundRetries.TriesMax - 4)],
            waits);
        Assert.Equal((RefundStatus.Failed, "issuer_unavailable", 0L), (payment.Refunds[0].Status, payment.Refunds[0].FailureReason, payment.AmountRefundReserved.MinorUnits));
    }

    [Fact]
    public void DueAt_OfARefund_IsTheNextTryOrTheQuestion()
    {
        var putOff = Started().Then(Answered(Away));

        Assert.Equal(Given.Start.AddSeconds(8), PaymentStream.DueAt(Started()));
        Assert.Equal(Given.Start.AddSeconds(10), PaymentStream.DueAt(putOff));
        Assert.Equal(Due.AddSeconds(8), PaymentStream.DueAt(putOff.Then(new RetryRefund(Given.RefundId), Due)));
        Assert.Null(PaymentStream.DueAt(putOff.Then(new CancelRefund(Given.RefundId, RequestInfo.None))));
    }

    [Theory]
    [InlineData("pending, put off")]
    [InlineData("failed")]
    [InlineData("canceled")]
    public void Amount_OfARefund_IsReservedUntilItIsFreed(string name)
    {
        var payment = States.Single(state => state.Name == name).State;

        var rest = PaymentIntentDecider.Decide(payment, DecisionTests.Refund("re_2", 10_000), Given.Start);

        Assert.Equal(name == "pending, put off" ? "amount_too_large" : null, rest.Refusal?.Code);
    }

    [Fact]
    public void Update_BeyondTheLimitOfMetadata_IsRefused()
    {
        var many = Enumerable.Range(0, MetadataPatch.KeysMax + 1).ToImmutableSortedDictionary(key => $"k{key}", string? (_) => "v", StringComparer.Ordinal);

        Assert.Equal(
            "parameter_too_long",
            PaymentIntentDecider.Decide(Started(), Changed with { Metadata = new MetadataPatch { Changes = many } }, Soon).Refusal?.Code);
    }

    private static PaymentIntent Started() => Given.Captured().Then(DecisionTests.Refund(Given.RefundId, 1_000));

    private static PaymentIntent AskedAgain() => Started().Then(Answered(Away)).Then(new RetryRefund(Given.RefundId), Due);

    private static RefundAnswered Answered(BankAnswer answer) => new(Given.RefundId, answer, "txn_2");

    private static string Table()
    {
        var table = new StringBuilder("| refund | " + string.Join(" | ", Commands.Select(command => command.Name)) + " |\n");
        table.Append("|---|" + string.Concat(Commands.Select(_ => "---|")) + "\n");
        foreach (var (name, state) in States)
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
