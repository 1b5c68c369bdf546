using PayGate.Bank.Laboratory;
using PayGate.Bank.Tests.Support;

namespace PayGate.Bank.Tests;

/// <summary>What the laboratory orders, the bank does: by script and by test card, and never twice under one reference.</summary>
public sealed class LaboratoryTests(BankFixture fixture) : IClassFixture<BankFixture>
{
    private const string Merchant = "mch_1";

    private RunningBank Bank => fixture.Running;

    [Theory]
    [InlineData(Laboratory.BankScripts.LostRequest, null)]
    [InlineData(Laboratory.BankScripts.LostAnswer, "approved")]
    public async Task Script_ThatLosesSomething_LeavesTheOutcomeToBeSettled(string behavior, string? found)
    {
        await Add(Script(behavior));
        var request = Sale();

        await Assert.ThrowsAsync<BankNoAnswerException>(() => Bank.Execute(request));

        Assert.Equal(found, (await Bank.Find(request.Reference))?.Reason);
        Assert.Equal(found ?? "never_seen", (await Bank.Settle(request.Reference)).Reason);
    }

    [Fact]
    public async Task Script_OfGarbage_ExecutesAndAnswersNothingUseful()
    {
        await Add(Script(Laboratory.BankScripts.Garbage));
        var request = Sale();

        var garbled = await Bank.Execute(request);

        Assert.NotEqual(request.Reference, garbled.Reference);
        Assert.Equal(("approved", 1000L), Outcome(await Bank.Execute(request)));
    }

    [Fact]
    public async Task Script_OfADuplicateAnswer_ExecutesOnce()
    {
        await Add(Script(Laboratory.BankScripts.DuplicateAnswer));
        var request = Sale();

        var reply = await Bank.Execute(request);

        Assert.Equal(reply, await Bank.Find(request.Reference));
        Assert.Equal(["1"], await Bank.Lines($"select count(*) from bank.operations where reference = '{request.Reference}'"));
    }

    [Fact]
    public async Task Script_ThatIsSlow_TakesItsTime()
    {
        await Add(Script(Laboratory.BankScripts.Slow) with { LatencyMilliseconds = 300 });
        var started = TimeProvider.System.GetTimestamp();

        await Bank.Execute(Sale());

        // A timer may be early by a tick of the system's coarse clock.
        Assert.True(TimeProvider.System.GetElapsedTime(started) >= TimeSpan.FromMilliseconds(280));
    }

    [Fact]
    public async Task Script_ThatIsSlowerThanItsCaller_MeetsTheBarOfTheSettlement()
    {
        await Add(Script(Laboratory.BankScripts.Slow) with { LatencyMilliseconds = 1_000 });
        var request = Sale();
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Bank.Bank.Execute(request, patience.Token));
        var settled = await Bank.Settle(request.Reference);

        Assert.Equal("never_seen", settled.Reason);
        // The same request again: the late one has arrived by then or not, and is refused either way.
        Assert.Equal(settled, await Bank.Execute(request));
    }

    [Theory]
    [InlineData(Laboratory.BankScripts.WrongAmount, null, 1001L, "00")]
    [InlineData(Laboratory.BankScripts.WrongAmount, 1L, 1L, "00")]
    [InlineData(Laboratory.BankScripts.PartialApproval, null, 500L, "10")]
    [InlineData(Laboratory.BankScripts.PartialApproval, 900L, 900L, "10")]
    [InlineData(Laboratory.BankScripts.PartialApproval, 5000L, 999L, "10")]
    public async Task Script_OfAnotherAmount_ApprovesThat(string behavior, long? ordered, long approved, string code)
    {
        await Add(Script(behavior) with { ApprovedAmount = ordered });
        var request = Requests.Authorize(fixture.NewReference()) with { MerchantId = Merchant };

        var reply = await Bank.Execute(request);

        Assert.Equal((true, approved, code), (reply.Approved, reply.AmountApproved, reply.NetworkCode));
        var reversal = await Bank.Execute(Requests.Follow(BankOperation.Reverse, fixture.NewReference(), request.Reference));
        Assert.Equal(("approved", approved), Outcome(reversal));
    }

    [Fact]
    public async Task ASaleOfAnotherAmount_IsTakenBackWhole()
    {
        await Add(Script(Laboratory.BankScripts.WrongAmount));
        var sale = Sale() with { PaymentId = "pi_mismatch" };
        await Bank.Execute(sale);

        await Bank.Execute(Requests.Follow(BankOperation.Reverse, fixture.NewReference(), sale.Reference, 1001) with { PaymentId = "pi_mismatch" });

        Assert.Equal(
            ["authorize 1001 approved", "reverse 1001 approved"],
            await Bank.Lines("select op, amount, outcome from audit.issuer_ops where payment_id = 'pi_mismatch' order by id"));
    }

    [Theory]
    [MemberData(nameof(Declines))]
    public async Task Script_OfADecline_RefusesWithItsCode(string reason, string code)
    {
        await Add(Script(Laboratory.BankScripts.Decline) with { DeclineReason = reason });

        var reply = await Bank.Execute(Sale());

        Assert.Equal((false, reason, code, 0L), (reply.Approved, reply.Reason, reply.NetworkCode, reply.AmountApproved));
    }

    [Fact]
    public async Task Script_OfADeclinedRefund_ReturnsNothing()
    {
        var sale = Sale();
        await Bank.Execute(sale);
        await Add(Script(Laboratory.BankScripts.Decline) with { Operation = "refund", DeclineReason = BankReasons.IssuerUnavailable });

        var first = await Bank.Execute(Refund(sale, 400));
        var second = await Bank.Execute(Refund(sale, 1000));

        Assert.Equal(("issuer_unavailable", "91", null, null), (first.Reason, first.NetworkCode, first.AvsResult, first.CvcResult));
        Assert.Equal(("approved", 1000L), Outcome(second));
    }

    [Fact]
    public async Task Script_ForSomethingElse_IsLeftAlone()
    {
        await Add(Script(Laboratory.BankScripts.LostAnswer) with { MerchantId = "mch_other" });
        await Add(Script(Laboratory.BankScripts.LostAnswer) with { Operation = "capture" });
        await Add(Script(Laboratory.BankScripts.LostAnswer) with { Amount = 999 });
        await Add(Script(Laboratory.BankScripts.LostAnswer) with { CardLastFour = "1111" });
        await Add(Script(Laboratory.BankScripts.LostAnswer) with { PaymentId = "pi_other" });

        Assert.True((await Bank.Execute(Sale())).Approved);
        Assert.Equal([1, 1, 1, 1], (await Bank.Scripts.List(Merchant, CancellationToken.None)).Take(4).Select(script => script.TimesLeft));
        foreach (var script in (await Bank.Scripts.List(Merchant, CancellationToken.None)).Concat(await Bank.Scripts.List("mch_other", CancellationToken.None)))
        {
            Assert.True(await Bank.Scripts.Remove(script.MerchantId, script.Id, CancellationToken.None));
        }
    }

    [Fact]
    public async Task Script_ForACard_FindsItsFollowUps()
    {
        var (visa, other) = (Sale(), Requests.Sale(fixture.NewReference(), number: "5555555555554444") with { MerchantId = Merchant });
        await Bank.Execute(visa);
        await Bank.Execute(other);
        await Add(Script(Laboratory.BankScripts.LostRequest) with { Operation = "refund", CardLastFour = "4444" });

        Assert.True((await Bank.Execute(Refund(visa, 1))).Approved);
        await Assert.ThrowsAsync<BankNoAnswerException>(() => Bank.Execute(Refund(other, 1)));
    }

    [Fact]
    public async Task Script_UsedUp_CountsNoMoreUnderConcurrency()
    {
        await Add(Script(Laboratory.BankScripts.Decline) with { Times = 5, TimesLeft = 5 });

        var replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Bank.Execute(Sale())));

        Assert.Equal(5, replies.Count(reply => !reply.Approved));
    }

    [Fact]
    public async Task Add_BeyondTheLimit_IsRefusedUntilOneIsUsedUp()
    {
        const string merchant = "mch_crowded";
        var never = Script(Laboratory.BankScripts.LostAnswer) with { MerchantId = merchant, Amount = 123_456 };
        for (var count = 0; count < Laboratory.BankScripts.LiveMax; count++)
        {
            Assert.True(await Bank.Scripts.Add(never with { Id = $"bscr_{count:000}" }, CancellationToken.None));
        }

        Assert.False(await Bank.Scripts.Add(never with { Id = "bscr_more" }, CancellationToken.None));
        await Assert.ThrowsAsync<BankNoAnswerException>(
            () => Bank.Execute(Requests.Sale(fixture.NewReference(), 123_456) with { MerchantId = merchant }));
        Assert.True(await Bank.Scripts.Add(never with { Id = "bscr_more" }, CancellationToken.None));
        Assert.Equal(Laboratory.BankScripts.LiveMax, (await Bank.Scripts.List(merchant, CancellationToken.None)).Count);
        await Bank.Scalar<object>($"delete from bank.scripts where merchant_id = '{merchant}'; select ''");
    }

    [Fact]
    public async Task Scripts_OfAnotherProcess_AreFollowed()
    {
        await using var other = await RunningBank.Start(database: Bank.Database);
        await Add(Script(Laboratory.BankScripts.Decline) with { Times = 100, TimesLeft = 100, Amount = 77 });
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(50));

        while ((await other.Execute(Requests.Sale(fixture.NewReference(), 77) with { MerchantId = Merchant })).Approved)
        {
            await pause.WaitForNextTickAsync(deadline.Token);
        }

        await Bank.Scalar<object>("delete from bank.scripts where amount = 77; select ''");
    }

    public static TheoryData<string, string> Declines => new()
    {
        { "do_not_honor", "05" }, { "insufficient_funds", "51" }, { "lost_card", "41" }, { "stolen_card", "43" }, { "fraudulent", "59" },
        { "expired_card", "54" }, { "incorrect_cvc", "N7" }, { "card_velocity_exceeded", "65" }, { "processing_error", "96" }, { "issuer_unavailable", "91" },
    };

    private BankScript Script(string behavior) => new()
    {
        Id = "bscr_" + fixture.NewReference(),
        MerchantId = Merchant,
        Behavior = behavior,
        Times = 1,
        TimesLeft = 1,
        Created = FixedTime.Default.GetUtcNow(),
    };

    private async Task Add(BankScript script) => Assert.True(await Bank.Scripts.Add(script, CancellationToken.None));

    private BankRequest Sale() => Requests.Sale(fixture.NewReference()) with { MerchantId = Merchant };

    private BankRequest Refund(BankRequest sale, long amount) =>
        Requests.Follow(BankOperation.Refund, fixture.NewReference(), sale.Reference, amount) with { MerchantId = Merchant };

    private static (string Reason, long Amount) Outcome(BankReply reply) => (reply.Reason, reply.AmountApproved);
}
