using System.Text;
using PayGate.Domain.Tests.PaymentIntents;
using PayGate.Grains.PaymentIntents;
using PayGate.Grains.RefundRequests;
using PayGate.PaymentIntents;
using PayGate.RefundRequests;
using PayGate.Wire.V1;
using static PayGate.Domain.Tests.RefundRequests.GivenRequest;
using Open = PayGate.Grains.RefundRequests.Open;

namespace PayGate.Domain.Tests.RefundRequests;

public sealed class RefundRequestRulesTests
{
    private static readonly (string Name, RefundRequestCommand Command)[] Commands =
    [
        ("approve", new Approve("re_2", Caller)),
        ("reject", new Reject("Worn.", Caller)),
        ("refund made", new RefundMade()),
        ("refund not made", new RefundNotMade("expired_card")),
        ("refund unknown", Unknown()),
        ("refund put off", new RefundDelayed(Given.Start.AddHours(1))),
    ];

    /// <summary>The table is written out in the folder's README for readers; it is made anew from the decider here, so that neither can change alone.</summary>
    [Fact]
    public void Decide_ForEveryStateAndCommand_IsTheTableInTheReadme()
    {
        var table = new StringBuilder("| state | " + string.Join(" | ", Commands.Select(command => command.Name)) + " |\n");
        table.Append("|---|" + string.Concat(Commands.Select(_ => "---|")) + "\n");
        foreach (var (name, state) in States)
        {
            table.Append($"| {name} | {string.Join(" | ", Commands.Select(command => Cell(state, command.Command)))} |\n");
        }

        Assert.Contains(table.ToString(), File.ReadAllText(Repository.File("grains/RefundRequests/README.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void CommandsToNothing_AreResourceMissing() =>
        Assert.All(Commands, command => Assert.Equal("resource_missing", RefundRequestDecider.Decide(null, command.Command, Given.Start).Refusal?.Code));

    [Fact]
    public void Open_Twice_IsABug() => Assert.Throws<InvalidOperationException>(() => RefundRequestDecider.Decide(Opened(), Open(null), Given.Start));

    [Theory]
    [InlineData(1L, 1L)]
    [InlineData(9_300L, 9_300L)]
    [InlineData(null, 9_300L)]
    public void Open_AsksForWhatIsLeft(long? asked, long amount) =>
        Assert.Equal(new Money(amount, Currency.Usd), Assert.IsType<RefundRequestCreated>(Assert.Single(FactsOf(null, Open(asked, PartlyRefunded())))).Amount);

    /// <summary>33 after 33 that a dispute took: 66 at 0.9090909 are 59 and 33 are 29, so the refund will take 30, and not the 29 of a first one.</summary>
    [Fact]
    public void Open_HoldsWhatTheRefundWillTake_AfterADisputeToo()
    {
        var terms = Given.Terms with { SettlementCurrency = Currency.Eur, Rate = 0.9090909m, UsdRate = 0.9090909m };
        var captured = Given.Opened()
            .Then(new StartAttempt(Given.Visa, new AttemptPlan(Given.ChargeId, terms), RequestInfo.None))
            .Then(new AttemptAnswered(Given.ChargeId, Given.Approval(), Given.TransactionId));
        var disputed = captured.Then(new OpenDispute(33, DisputeReasons.Fraudulent, Money.Zero(Currency.Eur), "txn_1", RequestInfo.None));
        var lost = disputed.Then(new EndDispute(disputed.OpenDispute!.Id, Won: false, "txn_2"));

        Assert.Equal(new Money(29, Currency.Eur), Held(captured));
        Assert.Equal(new Money(30, Currency.Eur), Held(lost));

        static Money? Held(PaymentIntent payment) => Assert.IsType<RefundRequestCreated>(Assert.Single(FactsOf(null, Open(33, payment)))).Held;
    }

    [Fact]
    public void Open_IsRefused_InTheOrderOfTheRefusals()
    {
        Assert.Equal("resource_missing", Refused(Open(1) with { Payment = null }));
        Assert.All(
            Given.States.Values.Where(payment => payment.Status != PaymentIntentStatus.Succeeded),
            payment => Assert.Equal("payment_intent_unexpected_state", Refused(Open(1, payment))));
        Assert.Equal("charge_already_refunded", Refused(Open(1, Given.Captured().Then(DecisionTests.Refund("re_1", 10_000)))));
        Assert.Equal("amount_too_large", Refused(Open(9_301, PartlyRefunded())));
    }

    /// <summary>A refund that is under way is as good as made: its amount cannot be asked for again.</summary>
    private static PaymentIntent PartlyRefunded() => Given.Captured().Then(DecisionTests.Refund("re_1", 700));

    [Fact]
    public void StartRefund_UnderAnIdThatThePaymentHas_IsNothingToDo()
    {
        var refunded = PartlyRefunded();

        Assert.Empty(Given.FactsOf(refunded, DecisionTests.Refund("re_1", 700)));
        Assert.Empty(Given.FactsOf(refunded.Then(new RefundAnswered("re_1", Given.Approval(), "txn_2")), DecisionTests.Refund("re_1", 700)));
    }

    [Fact]
    public void FailureReason_IsAPublicWord()
    {
        Assert.Equal(
            ["expired_or_canceled_card", "canceled", "not_refundable"],
            new[] { "expired_card", RefundRequestFailure.Canceled, RefundRequestFailure.NotRefundable }
                .Select(reason => Approved().Then(new RefundNotMade(reason)).ToResource().FailureReason));
        Assert.Null(Approved().Then(new RefundNotMade(RefundRequestFailure.NotRefundable)).ToResource().Refund.Id);
        Assert.Equal(Given.RefundId, Approved().Then(new RefundMade()).ToResource().Refund.Id);
    }

    private static string? Refused(Open open) => RefundRequestDecider.Decide(null, open, Given.Start).Refusal?.Code;

    private static string Cell(RefundRequest state, RefundRequestCommand command)
    {
        var decision = RefundRequestDecider.Decide(state, command, Given.Start);
        return !decision.IsSuccess ? (decision.Refusal.Code == "refund_request_unexpected_state" ? "–" : decision.Refusal.Code)
            : decision.Value.IsEmpty ? "·"
            : string.Join(", ", decision.Value.Select(RefundRequestFacts.Catalog.NameOf));
    }
}
