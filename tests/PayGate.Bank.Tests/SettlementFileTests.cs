using PayGate.Bank.Laboratory;
using PayGate.Bank.Tests.Support;

namespace PayGate.Bank.Tests;

/// <summary>Each movement of money is told in exactly one file, and a file is the same whenever it is asked for.</summary>
public sealed class SettlementFileTests : IAsyncLifetime
{
    private const string Merchant = "mch_1";

    private static readonly DateOnly Day = new(2026, 3, 31);

    private readonly AdjustedTime _time = new() { Now = At(Day, 12) };
    private RunningBank _bank = null!;
    private int _references;

    public async Task InitializeAsync() => _bank = await RunningBank.Start(time: _time);

    public async Task DisposeAsync() => await _bank.DisposeAsync();

    [Fact]
    public async Task Day_ThatIsClosed_TellsEachMovementWithItsSign()
    {
        var sale = await Sale(1000);
        await Follow(BankOperation.Refund, sale, 300);
        var chargeback = await Follow(BankOperation.Chargeback, sale, 700);
        await Execute(Requests.Follow(BankOperation.ChargebackReversal, NewReference(), chargeback.Reference, 700));
        var hold = await Execute(Requests.Authorize(NewReference(), 500) with { Currency = "eur" });
        await Execute(Requests.Follow(BankOperation.Capture, NewReference(), hold.Reference, 400) with { Currency = "eur" });
        await _bank.Execute(Requests.Sale(NewReference(), number: "4000000000000002"));
        _time.Now = At(Day.AddDays(1), 1);

        Assert.Equal(
            [
                "header,1,simulator,2026-03-31",
                "row,capture,op_1,pi_1,usd,+,1000,2026-03-31T12:00:00.000000Z",
                "row,refund,op_2,pi_1,usd,-,300,2026-03-31T12:00:00.000000Z",
                "row,chargeback,op_3,pi_1,usd,-,700,2026-03-31T12:00:00.000000Z",
                "row,chargeback_reversal,op_4,pi_1,usd,+,700,2026-03-31T12:00:00.000000Z",
                "row,capture,op_6,pi_1,eur,+,400,2026-03-31T12:00:00.000000Z",
                "total,eur,1,400",
                "total,usd,4,700",
                "trailer,5",
            ],
            (await File(Day))!.Select(WithoutBankReference));
    }

    [Fact]
    public async Task Day_IsTheSame_HoweverOftenAndLateItIsAskedFor()
    {
        await Sale(1000);
        _time.Now = At(Day.AddDays(1), 1);
        var first = await File(Day);
        // Decided before midnight, written after the day was closed, as by a process that hung: told in the next file.
        _time.Now = At(Day, 23);
        await Sale(2000);
        _time.Now = At(Day.AddDays(1), 2);
        await Sale(3000);
        _time.Now = At(Day.AddDays(2), 1);

        Assert.Equal(first, await File(Day));
        Assert.Equal(["op_2", "op_3"], References(await File(Day.AddDays(1))));
        Assert.Equal(first, await File(Day));
    }

    [Fact]
    public async Task Days_ThatNobodyAskedFor_AreClosedInOrder()
    {
        await Sale(1000);
        _time.Now = At(Day.AddDays(1), 12);
        await Sale(2000);
        _time.Now = At(Day.AddDays(2), 12);
        await Sale(3000);
        _time.Now = At(Day.AddDays(4), 12);

        Assert.Equal(["op_1"], References(await File(Day)));
        Assert.Equal(["header,1,simulator,2026-04-03", "trailer,0"], await File(Day.AddDays(3)));
        Assert.Equal(["op_2"], References(await File(Day.AddDays(1))));
        Assert.Equal(["op_3"], References(await File(Day.AddDays(2))));
    }

    [Fact]
    public async Task Day_ThatHasNotEnded_HasNoFile()
    {
        await Sale(1000);
        _time.Now = At(Day.AddDays(1), 0).AddSeconds(59);

        Assert.Null(await File(Day));
        _time.Now = At(Day.AddDays(1), 0).AddSeconds(60);
        Assert.NotNull(await File(Day));
        Assert.Null(await File(Day.AddDays(-1)));
    }

    [Fact]
    public async Task Sale_ThatIsReversed_IsToldOnlyWhereItWasToldBefore()
    {
        var (early, late) = (await Sale(1000), await Sale(2000));
        await Follow(BankOperation.Reverse, early, 1000);
        _time.Now = At(Day.AddDays(1), 1);
        var first = await File(Day);
        await Follow(BankOperation.Reverse, late, 2000);
        _time.Now = At(Day.AddDays(2), 1);

        Assert.Equal([late.Reference], References(first));
        Assert.Equal("row,capture_reversal,op_4,pi_1,usd,-,2000,2026-04-01T01:00:00.000000Z", WithoutBankReference((await File(Day.AddDays(1)))![1]));
        Assert.Equal(first, await File(Day));
    }

    [Theory]
    [InlineData(Laboratory.BankScripts.SettlementMissing, new string[0], new string[0], 0)]
    [InlineData(Laboratory.BankScripts.SettlementDoubled, new[] { "op_1", "op_1" }, new string[0], 2000)]
    [InlineData(Laboratory.BankScripts.SettlementWrongAmount, new[] { "op_1" }, new string[0], 1001)]
    [InlineData(Laboratory.BankScripts.SettlementLate, new string[0], new[] { "op_1" }, 0)]
    public async Task Script_PlantsItsFaultInTheFile(string behavior, string[] onItsDay, string[] dayAfter, long total)
    {
        await Plant(behavior);
        await Sale(1000);
        _time.Now = At(Day.AddDays(2), 1);
        var file = await File(Day);

        Assert.Equal(onItsDay, References(file));
        Assert.Equal(total, file!.Where(line => line.StartsWith("total,", StringComparison.Ordinal)).Sum(line => long.Parse(line.Split(',')[3])));
        Assert.Equal(dayAfter, References(await File(Day.AddDays(1))));
    }

    [Fact]
    public async Task Script_OfAnUnknownReference_AlsoConcernsWhatFollowsASale()
    {
        var sale = await Sale(1000);
        await Plant(Laboratory.BankScripts.SettlementUnknownReference);
        await Follow(BankOperation.Refund, sale, 400);
        _time.Now = At(Day.AddDays(1), 1);

        Assert.Equal(
            ["op_1 pi_1", "unknown.000000000002 unknown"],
            (await File(Day))!.Where(line => line.StartsWith("row,", StringComparison.Ordinal)).Select(line => line.Split(',')).Select(row => $"{row[3]} {row[4]}"));
    }

    /// <summary>Two banks close one day while others pay: whoever asks sees the same, and nothing is told twice or not at all.</summary>
    [Fact]
    public async Task Day_ClosedWhileTheJournalIsWritten_TellsEachMovementOnce()
    {
        await using var other = await RunningBank.Start(time: _time, database: _bank.Database);
        _time.Now = At(Day, 23);
        var paid = new List<Task<BankReply>>();
        for (var count = 0; count < 100; count++)
        {
            paid.Add((count % 2 == 0 ? _bank : other).Execute(Requests.Sale(NewReference())));
        }

        _time.Now = At(Day.AddDays(1), 1);
        var files = await Task.WhenAll(File(Day), Lines(other, Day));
        var replies = await Task.WhenAll(paid);
        _time.Now = At(Day.AddDays(2), 1);

        Assert.Equal(files[0], files[1]);
        Assert.Equal(
            replies.Select(reply => reply.Reference).Order(), References(files[0]).Concat(References(await File(Day.AddDays(1)))).Order());
    }

    private static DateTimeOffset At(DateOnly day, int hour) => new(day, new TimeOnly(hour, 0), TimeSpan.Zero);

    private static IEnumerable<string> References(IEnumerable<string>? file) =>
        file!.Where(line => line.StartsWith("row,", StringComparison.Ordinal)).Select(line => line.Split(',')[3]);

    private static string WithoutBankReference(string line) =>
        line.StartsWith("row,", StringComparison.Ordinal) ? "row," + line[(line.IndexOf(',', 4) + 1)..] : line;

    private static async Task<List<string>?> Lines(RunningBank bank, DateOnly day) =>
        await bank.SettlementFiles.Find(day, CancellationToken.None) is { } file ? await file.Lines(CancellationToken.None).ToListAsync() : null;

    private Task<List<string>?> File(DateOnly day) => Lines(_bank, day);

    private string NewReference() => $"op_{Interlocked.Increment(ref _references)}";

    private Task<BankReply> Sale(long amount) => Execute(Requests.Sale(NewReference(), amount));

    private Task<BankReply> Follow(BankOperation operation, BankReply original, long amount) =>
        Execute(Requests.Follow(operation, NewReference(), original.Reference, amount));

    private async Task<BankReply> Execute(BankRequest request)
    {
        var reply = await _bank.Execute(request with { MerchantId = Merchant });
        Assert.True(reply.Approved, reply.Reason);
        return reply;
    }

    private async Task Plant(string behavior) => Assert.True(await _bank.Scripts.Add(
        new BankScript { Id = "bscr_" + behavior, MerchantId = Merchant, Behavior = behavior, Times = 1, TimesLeft = 1, Created = _time.Now },
        CancellationToken.None));
}
