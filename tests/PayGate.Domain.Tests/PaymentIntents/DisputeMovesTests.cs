using System.Text;
using PayGate.Grains.PaymentIntents;
using PayGate.PaymentIntents;
using PayGate.Testing;

namespace PayGate.Domain.Tests.PaymentIntents;

/// <summary>The money of disputes: the whole table of moves, made anew from the decider and compared with the one in the README, the amounts, and what is booked.</summary>
public sealed class DisputeMovesTests
{
    private static readonly Money Fee = new(15_000, Currency.Mad);

    private static readonly string DisputeId = Open().OpenDispute!.Id;

    private static readonly (string Name, PaymentCommand Command)[] Commands =
    [
        ("dispute", Dispute(null)),
        ("refund", DecisionTests.Refund("re_2", 1)),
        ("bank confirms", new DisputeConfirmed(DisputeId, Given.Approval())),
        ("actor is made", new DisputeKnown(DisputeId)),
        ("won", new EndDispute(DisputeId, Won: true, "txn_2")),
        ("lost", new EndDispute(DisputeId, Won: false, "txn_2")),
    ];

    private static (string Name, PaymentIntent State)[] States =>
    [
        ("open", Open()),
        ("open (confirmed)", Open().Then(new DisputeConfirmed(DisputeId, Given.Approval()))),
        ("open (known)", Open().Then(new DisputeKnown(DisputeId))),
        ("won", Open().Then(new DisputeConfirmed(DisputeId, Given.Approval())).Then(new DisputeKnown(DisputeId)).Then(new EndDispute(DisputeId, true, "txn_2"))),
        ("lost", Open().Then(new DisputeConfirmed(DisputeId, Given.Approval())).Then(new DisputeKnown(DisputeId)).Then(new EndDispute(DisputeId, false, "txn_2"))),
        ("lost, all of it", Given.Captured().Then(Dispute(null)).Then(new EndDispute(DisputeId, false, "txn_2"))),
    ];

    [Fact]
    public void Decide_ForEveryStateAndCommand_IsTheTableInTheReadme()
    {
        var table = new StringBuilder("| dispute | " + string.Join(" | ", Commands.Select(command => command.Name)) + " |\n");
        table.Append("|---|" + string.Concat(Commands.Select(_ => "---|")) + "\n");
        foreach (var (name, state) in States)
        {
            table.Append($"| {name} | {string.Join(" | ", Commands.Select(command => Cell(state, command.Command)))} |\n");
        }

        var readme = File.ReadAllText(Repository.File("grains/PaymentIntents/README.md"));
        Assert.True(readme.Contains(table.ToString(), StringComparison.Ordinal), $"The README lacks this table:\n{table}");
    }

    [Fact]
    public void Dispute_OfAPaymentThatTookNothing_IsRefused() => Assert.All(
        Given.States.Where(state => state.Value.Status != PaymentIntentStatus.Succeeded),
        state => Assert.Equal((state.Key, "payment_intent_unexpected_state"), (state.Key, Refused(state.Value, Dispute(null)))));

    [Fact]
    public void Dispute_IsRefused_InTheOrderOfTheRefusals()
    {
        Assert.Equal("charge_disputed", Refused(Open(), Dispute(0)));
        Assert.Equal("charge_already_refunded", Refused(Given.Captured().Then(DecisionTests.Refund("re_1", 10_000)), Dispute(null)));
        Assert.Equal("charge_disputed", Refused(States[5].State, Dispute(1)));
        Assert.Equal("parameter_invalid_integer", Refused(Given.Captured(), Dispute(0)));
        Assert.Equal("amount_too_large", Refused(Given.Captured(), Dispute(10_001)));
        Assert.Equal("amount_too_large", Refused(Given.Captured().Then(DecisionTests.Refund("re_1", 1)), Dispute(10_000)));
    }

    [Fact]
    public void Dispute_WithoutAnAmount_TakesWhatNoRefundHas()
    {
        var payment = Given.Captured().Then(DecisionTests.Refund("re_1", 3_000)).Then(Dispute(null));

        Assert.Equal((7_000L, 0L), (payment.AmountDisputed.MinorUnits, payment.AmountLeft.MinorUnits));
        Assert.Equal((3_000L, 7_000L), Left(payment.Then(new RefundAnswered("re_1", Given.Decline(), "txn_3"))));
        static (long, long) Left(PaymentIntent state) => (state.AmountLeft.MinorUnits, state.AmountDisputed.MinorUnits);
    }

    [Fact]
    public void Won_BringsBackWhatWasWithdrawn_AndFreesIt()
    {
        var won = States[3].State;

        Assert.Equal((0L, 10_000L), (won.AmountDisputed.MinorUnits, won.AmountLeft.MinorUnits));
        Assert.Null(won.OpenDispute);
        Assert.NotEqual(DisputeId, won.Then(Dispute(null)).OpenDispute!.Id);
    }

    [Fact]
    public void Booked_AsARefundWithAFee_AndExactlyBack()
    {
        var opened = Given.FactsOf(Given.Captured(), Dispute(4_000));
        var open = opened.Aggregate(Given.Captured(), (state, fact) => state.Apply(fact));
        open = open.Then(new DisputeConfirmed(DisputeId, Given.Approval()));
        var back = Given.FactsOf(open, new EndDispute(DisputeId, true, "txn_2"));
        var won = back.Aggregate(open, (state, fact) => state.Apply(fact));

        Assert.Equal(
            [
                "dispute 1 merchant_pending acquirer_clearing 4000 usd", "conversion 1 merchant_pending fx_position 40000 mad",
                "conversion 2 fx_position merchant_pending 4000 usd", "dispute_fee 1 merchant_pending fees 15000 mad",
            ],
            Booked(open, opened[0]));
        Assert.Equal(
            [
                "dispute_reinstated 1 acquirer_clearing merchant_pending 4000 usd", "conversion_reinstated 1 merchant_pending fx_position 4000 usd",
                "conversion_reinstated 2 fx_position merchant_pending 40000 mad",
            ],
            Booked(won, back[0]));
        Assert.All(Given.FactsOf(open, new EndDispute(DisputeId, false, "txn_2")), fact => Assert.Empty(PaymentLedger.Transfers(open, fact)));
    }

    /// <summary>Wherever the rate truncates, and whatever was returned and came back: what is given back in all is at most the capture, and at its end exactly that.</summary>
    [Fact]
    public void Conversion_OfRefundsAndDisputes_AddsUpToTheCapture()
    {
        var choice = new SeededChoice(20_300_301);
        foreach (var rate in new[] { 10m, 0.09m, 0.3333m, 1.07m })
        {
            for (var round = 0; round < 200; round++)
            {
                var terms = Given.Terms with { Rate = rate };
                var payment = Given.Opened(amount: new Money(1_000, Currency.Usd)).Then(new StartAttempt(Given.Visa, Given.Plan with { Terms = terms }, RequestInfo.None))
                    .Then(new AttemptAnswered(Given.ChargeId, Given.Approval(new Money(1_000, Currency.Usd)), Given.TransactionId));
                var gross = payment.LatestAttempt!.Figures!.Gross;
                for (var step = 0; !payment.AmountLeft.IsZero; step++)
                {
                    var part = step > 30 ? (long?)null : 1 + choice.Below((int)Math.Min(payment.AmountLeft.MinorUnits, 90));
                    if (choice.Below(2) == 0)
                    {
                        payment = payment.Then(DecisionTests.Refund($"re_{step}", part)).Then(new RefundAnswered($"re_{step}", Given.Approval(), $"txn_{step}"));
                    }
                    else
                    {
                        payment = payment.Then(Dispute(part));
                        payment = payment.Then(new DisputeConfirmed(payment.OpenDispute!.Id, Given.Approval()));
                        payment = payment.Then(new EndDispute(payment.OpenDispute!.Id, step < 30 && choice.Below(2) == 0, $"txn_{step}"));
                    }

                    Assert.InRange(Returned(payment), 0, gross.MinorUnits);
                }

                Assert.Equal(gross.MinorUnits, Returned(payment));
            }
        }
    }

    [Fact]
    public void DueAt_IsUntilAllIsConfirmed()
    {
        Assert.Equal(Given.Start.AddSeconds(8), PaymentStream.DueAt(Open()));
        Assert.Equal(Given.Start.AddSeconds(8), PaymentStream.DueAt(States[1].State));
        Assert.Null(PaymentStream.DueAt(States[1].State.Then(new DisputeKnown(DisputeId))));
        Assert.Equal(Given.Start.AddSeconds(8), PaymentStream.DueAt(States[3].State));
        Assert.Null(PaymentStream.DueAt(States[4].State));
    }

    [Fact]
    public void AnnouncedChargeback_ComesOnce_AfterTheCapture()
    {
        var notice = new ChargebackNotice { Reason = "general", AfterSeconds = 86_400 };
        var authorized = Given.Attempted(CaptureMethod.Manual).Then(new AttemptAnswered(Given.ChargeId, Given.Approval() with { Chargeback = notice }, Given.TransactionId));
        Assert.Null(authorized.ChargebackAt);
        var captured = authorized.Then(new StartCapture(null, RequestInfo.None)).Then(new CaptureAnswered(Given.Approval(), Given.TransactionId), Given.Start.AddHours(1));

        Assert.Equal(Given.Start.AddHours(25), captured.ChargebackAt);
        Assert.Equal(captured.ChargebackAt, PaymentStream.DueAt(captured));
        Assert.Null(captured.Then(Dispute(null) with { Announced = true }).ChargebackAt);
        Assert.Null(captured.Then(new DropChargeback()).ChargebackAt);
        Assert.NotNull(captured.Then(Dispute(1)).ChargebackAt);
        Assert.Equal("payment_intent_unexpected_state", Refused(Given.Captured(), new DropChargeback()));
    }

    private static long Returned(PaymentIntent payment) =>
        payment.Refunds.Where(refund => refund.Settled is not null).Sum(refund => refund.Settled!.Value.MinorUnits)
            + payment.Disputes.Where(dispute => dispute.Status != PaymentDisputeStatus.Won).Sum(dispute => dispute.Settled.MinorUnits);

    private static IEnumerable<string> Booked(PaymentIntent state, PaymentIntentEvent fact) => PaymentLedger.Transfers(state, fact).Select(
        row => $"{row.SourceType} {row.Seq} {row.DebitAccount} {row.CreditAccount} {row.Amount.MinorUnits} {row.Amount.Currency.Code}");

    private static PaymentIntent Open() => Given.Captured().Then(Dispute(4_000));

    private static OpenDispute Dispute(long? amount) => new(amount, DisputeReasons.Fraudulent, Fee, "txn_1", RequestInfo.None);

    private static string? Refused(PaymentIntent state, PaymentCommand command) => PaymentIntentDecider.Decide(state, command, Given.Start).Refusal?.Code;

    private static string Cell(PaymentIntent state, PaymentCommand command)
    {
        var decision = PaymentIntentDecider.Decide(state, command, Given.Start);
        return !decision.IsSuccess ? decision.Refusal.Code
            : decision.Value.IsEmpty ? "·"
            : string.Join(", ", decision.Value.Select(PaymentIntentFacts.NameOf));
    }
}
