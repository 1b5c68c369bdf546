using System.Text;
using PayGate.Grains.Payouts;
using PayGate.Payouts;
using static PayGate.Domain.Tests.Payouts.GivenPayout;

namespace PayGate.Domain.Tests.Payouts;

public sealed class PayoutRulesTests
{
    private static readonly (string Name, PayoutCommand Command)[] Commands =
    [
        ("open", Open),
        ("send", new SendPayout()),
        ("accept", new AcceptTransfer("000000000007")),
        ("refuse", new RefuseTransfer("account_closed", "txn_2")),
        ("arrive", new ArrivePayout()),
        ("withdraw", new WithdrawPayout("txn_2", Caller)),
        ("change", new ChangePayout(Metadata, Caller)),
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

        Assert.Contains(table.ToString(), File.ReadAllText(Repository.File("grains/Payouts/README.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void Steps_BeforeTheirTime_AreNothing()
    {
        var (pending, sent) = (States["pending"]!, States["in_transit"]!);
        Assert.Empty(PayoutDecider.Decide(pending, new SendPayout(), pending.Times.SendAt.AddTicks(-1)).Value);
        Assert.Empty(PayoutDecider.Decide(sent, new ArrivePayout(), sent.Times.ArrivalAt.AddTicks(-1)).Value);
    }

    [Fact]
    public void DueAt_IsTheNextStep()
    {
        Assert.Equal(Made.AddHours(1), PayoutDecider.DueAt(States["pending"]!));
        Assert.Equal(Made.AddDays(1) + PayoutDecider.AskAfter, PayoutDecider.DueAt(States["in_transit (asking)"]!));
        Assert.Equal(At("2030-01-08T00:00:00Z"), PayoutDecider.DueAt(States["in_transit"]!));
        Assert.All(["paid", "failed", "canceled"], state => Assert.Null(PayoutDecider.DueAt(States[state]!)));
    }

    [Theory]
    // A Monday; late on a Monday, when the bank is told on Tuesday; a Friday; a Saturday.
    [InlineData("2030-01-07T09:30:00Z", false, "2030-01-08")]
    [InlineData("2030-01-07T23:30:00Z", false, "2030-01-09")]
    [InlineData("2030-01-07T23:30:00Z", true, "2030-01-08")]
    [InlineData("2030-01-11T09:30:00Z", true, "2030-01-14")]
    [InlineData("2030-01-12T09:30:00Z", false, "2030-01-14")]
    public void Times_AreTheNextBusinessDay(string made, bool automatic, string arrival)
    {
        var times = PayoutTimes.Of(At(made), automatic, TimeZoneInfo.Utc);

        Assert.Equal((At(arrival + "T00:00:00Z"), DateOnly.FromDateTime(At(arrival + "T00:00:00Z").UtcDateTime)), (times.ArrivalAt, times.ArrivalOn));
    }

    [Theory]
    [InlineData("pending", 0, "payout merchant_available merchant_in_payout", "payout -50000")]
    [InlineData("paid", 4, "payout_paid merchant_in_payout cash", null)]
    [InlineData("failed", 5, "payout_failed merchant_in_payout merchant_available", "payout_failure 50000")]
    [InlineData("canceled", 6, "payout_canceled merchant_in_payout merchant_available", "payout_cancel 50000")]
    public void Facts_MoveTheMoney(string state, int fact, string transfer, string? transaction)
    {
        var (payout, moved) = (States[state]!, Facts.ElementAt(fact));

        var booked = Assert.Single(PayoutLedger.Transfers(payout, moved));
        Assert.Equal((transfer, 50_000), ($"{booked.SourceType} {booked.DebitAccount} {booked.CreditAccount}", booked.Amount.MinorUnits));
        Assert.Equal(transaction, PayoutLedger.Transactions(payout, moved).Select(one => $"{one.Type} {one.Amount.MinorUnits}").SingleOrDefault());
    }

    [Fact]
    public void Facts_OnTheWay_MoveNothing() => Assert.All(
        Facts.Where(fact => fact is PayoutSent or PayoutAccepted or PayoutUpdated), fact => Assert.Empty(PayoutLedger.Transfers(States["in_transit"]!, fact)));

    [Fact]
    public void AutomaticId_IsTheSameForTheSame_AndAnotherForAnything()
    {
        var (tenant, day) = (Open.Asked.Tenant, new DateOnly(2030, 1, 7));
        Assert.Equal(4, new[]
        {
            Payout.AutomaticIdOf(tenant, Currency.Mad, day),
            Payout.AutomaticIdOf(tenant, Currency.Mad, day),
            Payout.AutomaticIdOf(tenant with { Livemode = true }, Currency.Mad, day),
            Payout.AutomaticIdOf(tenant, Currency.Usd, day),
            Payout.AutomaticIdOf(tenant, Currency.Mad, day.AddDays(1)),
        }.Distinct().Count());
    }

    private static string Cell(Payout? state, PayoutCommand command)
    {
        var decision = PayoutDecider.Decide(state, command, At("2030-01-10T00:00:00Z"));
        return !decision.IsSuccess ? "refused" : decision.Value.IsEmpty ? "·" : string.Join(", ", decision.Value.Select(PayoutFacts.Catalog.NameOf));
    }
}
