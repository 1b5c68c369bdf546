using PayGate.Bank.Tests.Support;

namespace PayGate.Bank.Tests;

public sealed class IdempotencyTests
{
    private const int CallerCount = 100;

    [Fact]
    public async Task Execute_EqualReferencesAtOnce_AreOneOperation()
    {
        await using var bank = await RunningBank.Start();

        var replies = await AtOnce(bank, Requests.Sale("op", 1300));

        Assert.Single(replies.Distinct());
        Assert.Equal(["op sale approved 1300"], await bank.Lines("select reference, operation, reason, amount_approved from bank.operations"));
        Assert.Equal(["captured 1300 1300"], await bank.Lines("select state, authorized, captured from bank.authorizations"));
    }

    [Fact]
    public async Task Execute_EqualCapturesAtOnceOnTwoBanks_AreOneOperation()
    {
        await using var bank = await RunningBank.Start();
        await using var other = await RunningBank.Start(database: bank.Database);
        await bank.Execute(Requests.Authorize("auth", 1300));
        var capture = Requests.Follow(BankOperation.Capture, "op", "auth", 1200);

        var replies = await Task.WhenAll(AtOnce(bank, capture), AtOnce(other, capture));

        Assert.Single(replies.SelectMany(some => some).Distinct());
        Assert.Equal(["1"], await bank.Lines("select count(*) from bank.operations where reference = 'op'"));
        Assert.Equal(["captured 1300 1200"], await bank.Lines("select state, authorized, captured from bank.authorizations"));
    }

    /// <summary>The planted defect of fault tests must really be one: what the tests above forbid happens.</summary>
    [Fact]
    public async Task Execute_WithoutDeduplication_ExecutesEachArrival()
    {
        await using var bank = await RunningBank.Start(deduplicate: false);

        var replies = await AtOnce(bank, Requests.Authorize("op", 1300));

        Assert.Equal(CallerCount, replies.Select(reply => reply.AuthorizationCode).Distinct().Count());
        Assert.Equal([$"op authorize approved {CallerCount}"], await bank.Lines(
            "select attempt_key, op, outcome, count(*) from audit.issuer_ops group by 1, 2, 3"));
        Assert.Equal([$"{CallerCount}"], await bank.Lines("select count(*) from bank.authorizations"));
    }

    [Fact]
    public async Task Execute_SameReferenceAgain_GetsTheFirstReplyWhateverHappenedSince()
    {
        await using var bank = await RunningBank.Start();
        var authorize = Requests.Authorize("auth", 1300);
        var capture = Requests.Follow(BankOperation.Capture, "capture", "auth", 1300);
        var reverse = Requests.Follow(BankOperation.Reverse, "reverse", "auth", 1300);
        var first = new[] { await bank.Execute(authorize), await bank.Execute(capture), await bank.Execute(reverse) };

        var again = new[] { await bank.Execute(authorize), await bank.Execute(capture), await bank.Execute(reverse) };
        var found = new[] { await bank.Find("auth"), await bank.Find("capture"), await bank.Find("reverse") };

        Assert.Equal(first, again);
        Assert.Equal(first, found);
        Assert.Equal(["3"], await bank.Lines("select count(*) from bank.operations"));
    }

    [Fact]
    public async Task Execute_SameReferenceWithoutCvc_IsTheSameOperation()
    {
        await using var bank = await RunningBank.Start();
        var first = await bank.Execute(Requests.Authorize("auth"));

        var again = await bank.Execute(Requests.Authorize("auth") with { Card = Requests.Card(cvc: null) });

        Assert.Equal(first, again);
    }

    public static TheoryData<string, BankRequest> OtherParameters() => new()
    {
        { "amount", Requests.Authorize("auth", 1301) },
        { "operation", Requests.Sale("auth", 1300) },
        { "currency", Requests.Authorize("auth", 1300) with { Currency = "eur" } },
        { "payment", Requests.Authorize("auth", 1300) with { PaymentId = "pi_2" } },
        { "card", Requests.Authorize("auth", 1300, "5555555555554444") },
        { "original", Requests.Follow(BankOperation.Capture, "auth", "elsewhere", 1300) },
    };

    [Theory]
    [MemberData(nameof(OtherParameters))]
    public async Task Execute_SameReferenceWithOtherParameters_IsAJournaledRefusal(string what, BankRequest changed)
    {
        await using var bank = await RunningBank.Start();
        var first = await bank.Execute(Requests.Authorize("auth", 1300));

        var refused = await bank.Execute(changed);

        Assert.Equal((false, "duplicate_operation", "94"), (refused.Approved, refused.Reason, refused.NetworkCode));
        Assert.Equal(first, await bank.Find("auth"));
        Assert.Equal(["approved False", "duplicate_operation True"], await bank.Lines("select reason, repeat from bank.operations order by id"));
        Assert.True(await bank.Scalar<long>("select count(*) from bank.authorizations") == 1, what);
    }

    [Fact]
    public async Task Execute_OneReferenceWithTwoAmountsAtOnce_ExecutesOneAndRefusesTheOther()
    {
        await using var bank = await RunningBank.Start();

        var replies = await Task.WhenAll(AtOnce(bank, Requests.Sale("op", 700)), AtOnce(bank, Requests.Sale("op", 900)));

        var byReason = replies.SelectMany(some => some).CountBy(reply => reply.Reason).ToDictionary();
        Assert.Equal(new Dictionary<string, int> { ["approved"] = CallerCount, ["duplicate_operation"] = CallerCount }, byReason);
        Assert.Equal(["1"], await bank.Lines("select count(*) from bank.authorizations"));
    }

    private static Task<BankReply[]> AtOnce(RunningBank bank, BankRequest request) =>
        Task.WhenAll(Enumerable.Range(0, CallerCount).Select(_ => bank.Execute(request)));
}
