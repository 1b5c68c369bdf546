using System.Text;
using PayGate.Grains.Settlements;
using PayGate.Settlements;
using static PayGate.Domain.Tests.Settlements.GivenSettlement;

namespace PayGate.Domain.Tests.Settlements;

public sealed class SettlementBatchRulesTests
{
    private static readonly (string Name, SettlementBatchCommand Command)[] Commands =
    [
        ("open", new OpenBatch(BatchId, Close)),
        ("finish", new FinishBatch(Totals)),
        ("finish (nothing)", new FinishBatch(BatchTotals.None)),
        ("begin booking", new BeginBooking()),
        ("book", new BookNet(null)),
        ("book (held)", new BookNet(BatchFailure.MerchantSuspended)),
    ];

    /// <summary>The table is written out in the folder's README for readers; it is made anew from the decider here, so that neither can change alone.</summary>
    [Fact]
    public void Decide_ForEveryStateAndCommand_IsTheTableInTheReadme()
    {
        var table = new StringBuilder("| state | " + string.Join(" | ", Commands.Select(command => command.Name)) + " |\n");
        table.Append("|---|" + string.Concat(Commands.Select(_ => "---|")) + "\n");
        foreach (var (name, state) in Batches)
        {
            table.Append($"| {name} | {string.Join(" | ", Commands.Select(command => Cell(state, command.Command)))} |\n");
        }

        Assert.Contains(table.ToString(), File.ReadAllText(Repository.File("grains/Settlements/README.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void BeginBooking_BeforeItsTime_IsNothing()
    {
        Assert.Empty(SettlementBatchDecider.Decide(Batches["pending"], new BeginBooking(), Close.PayoutAt.AddTicks(-1)));
        Assert.Empty(SettlementBatchDecider.Decide(Batches["failed"], new BeginBooking(), Batches["failed"]!.Failure!.RetryAt.AddTicks(-1)));
    }

    [Theory]
    [InlineData("collecting", null)]
    [InlineData("pending", "2030-01-09")]
    [InlineData("processing", "2030-01-09")]
    [InlineData("failed", "2030-01-10")]
    [InlineData("settled", null)]
    public void DueAt_IsTheNextStep(string state, string? day) =>
        Assert.Equal(day is null ? null : Midnight(day), SettlementBatchDecider.DueAt(Batches[state]!));

    [Theory]
    [InlineData(500, "merchant_pending", "merchant_available", 500)]
    [InlineData(-500, "merchant_available", "merchant_pending", 500)]
    public void Settling_MovesTheNet(long net, string debit, string credit, long amount)
    {
        var settled = Batches["settled"]! with { Totals = new BatchTotals { Movements = 1, Refunds = -net } };

        var transfer = Assert.Single(SettlementLedger.Transfers(settled, new BatchSettled { At = Close.PayoutAt }));

        Assert.Equal((debit, credit, new Money(amount, Currency.Mad), "settlement", BatchId),
            (transfer.DebitAccount, transfer.CreditAccount, transfer.Amount, transfer.SourceType, transfer.SourceId));
    }

    [Fact]
    public void Settling_NothingMovesNothing() => Assert.Empty(SettlementLedger.Transfers(
        Batches["settled"]! with { Totals = new BatchTotals { Movements = 2, Gross = 7, Refunds = 7 } }, new BatchSettled { At = Close.PayoutAt }));

    [Fact]
    public void IdOf_IsTheSameForTheSame_AndAnotherForAnything()
    {
        Assert.Equal(BatchId, SettlementBatch.IdOf(Close.Tenant, Close.Currency, Close.Day));
        Assert.True(ObjectId.IsWellFormed("sb", BatchId) && ObjectId.MayBelongTo(BatchId, Close.Tenant.MerchantId));
        Assert.Equal(Midnight("2030-01-07"), ObjectId.CreatedAt(BatchId));
        Assert.Equal(5, new[]
        {
            BatchId,
            SettlementBatch.IdOf(Close.Tenant with { MerchantId = "mch_2" }, Close.Currency, Close.Day),
            SettlementBatch.IdOf(Close.Tenant with { Livemode = true }, Close.Currency, Close.Day),
            SettlementBatch.IdOf(Close.Tenant, Currency.Usd, Close.Day),
            SettlementBatch.IdOf(Close.Tenant, Close.Currency, Close.Day.AddDays(1)),
        }.Distinct().Count());
    }

    private static string Cell(SettlementBatch? state, SettlementBatchCommand command)
    {
        var facts = SettlementBatchDecider.Decide(state, command, Midnight("2030-01-10"));
        return facts.IsEmpty ? "·" : string.Join(", ", facts.Select(SettlementFacts.Batches.NameOf));
    }
}
