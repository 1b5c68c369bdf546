using PayGate.Bank.Issuer;
using PayGate.Bank.Laboratory;
using PayGate.Bank.Tests.Support;

namespace PayGate.Bank.Tests;

/// <summary>What an issuer remembers of an authorization by a word, so that operations without a card behave as the card does.</summary>
public sealed class IssuerMemoryTests
{
    private const string PendingRefund = "4000000000007726";
    private const string RefundFail = "4000000000005126";
    private const string HoldDropped = "4000000000091704";

    /// <summary>The laboratory's cards, written down a second time.</summary>
    public static readonly IReadOnlyDictionary<string, BankBehavior> Laboratory = new Dictionary<string, BankBehavior>
    {
        ["4000000000091001"] = new() { Latency = TimeSpan.FromSeconds(8) },
        ["4000000000091100"] = new() { LosesRequest = true },
        ["4000000000091209"] = new() { LosesAnswer = true },
        ["4000000000091308"] = new() { AnswersTwice = true },
        ["4000000000091407"] = new() { AnswersGarbage = true },
        ["4000000000091506"] = new() { Deviation = AmountDeviation.Other },
        ["4000000000091605"] = new() { Deviation = AmountDeviation.Part },
        [HoldDropped] = new() { HoldsFor = TimeSpan.FromHours(1) },
        [PendingRefund] = new() { Refunds = RefundHabit.PutOff },
        [RefundFail] = new() { Refunds = RefundHabit.Refused },
        ["4000000000000259"] = new() { Chargeback = new BankChargeback("fraudulent", TimeSpan.Zero) },
        ["4000000000002685"] = new() { Chargeback = new BankChargeback("product_not_received", TimeSpan.Zero) },
    };

    [Fact]
    public void Cards_ThatBehave_AreThese() => Assert.Equal(
        Laboratory.OrderBy(card => card.Key),
        TestCards.All.Where(card => card.Behavior != BankBehavior.None).Select(card => KeyValuePair.Create(card.Number, card.Behavior)).OrderBy(card => card.Key));

    [Fact]
    public async Task Refund_OfAPuttingOffCard_IsMadeAtTheThirdTry()
    {
        await using var bank = await RunningBank.Start();
        await bank.Execute(Requests.Sale("sale", number: PendingRefund));

        var replies = await Refunds(bank, ["re_1", "re_1.2", "re_1.3", "re_2"]);

        Assert.Equal(["issuer_unavailable 91 0", "issuer_unavailable 91 0", "approved 00 400", "approved 00 400"], replies);
        Assert.Equal(
            ["refund re_1 declined", "refund re_1.2 declined", "refund re_1.3 approved", "refund re_2 approved"],
            await bank.Lines("select op, attempt_key, outcome from audit.issuer_ops where op = 'refund' order by id"));
    }

    [Fact]
    public async Task Refund_OfARefusingCard_IsPutOffOnceThenRefused()
    {
        await using var bank = await RunningBank.Start();
        await bank.Execute(Requests.Authorize("auth", number: RefundFail));
        await bank.Execute(Requests.Follow(BankOperation.Capture, "capture", "auth"));

        Assert.Equal(["issuer_unavailable 91 0", "do_not_honor 05 0", "do_not_honor 05 0"], await Refunds(bank, ["re_1", "re_1.2", "re_2"], "auth"));
    }

    [Fact]
    public async Task Refund_UnderAKnownReference_IsNotPutOffASecondTime()
    {
        await using var bank = await RunningBank.Start();
        await bank.Execute(Requests.Sale("sale", number: PendingRefund));

        Assert.Equal(
            ["issuer_unavailable 91 0", "issuer_unavailable 91 0", "issuer_unavailable 91 0", "approved 00 400"],
            await Refunds(bank, ["re_1", "re_1", "re_1.2", "re_1.3"]));
    }

    [Fact]
    public async Task Refund_BeyondTheCapture_IsRefusedWhateverTheCard()
    {
        await using var bank = await RunningBank.Start();
        await bank.Execute(Requests.Sale("sale", number: PendingRefund));

        Assert.Equal("over_refunded", (await bank.Execute(Requests.Follow(BankOperation.Refund, "re_1", "sale", 1001))).Reason);
    }

    [Fact]
    public async Task Memory_HoldsAWordAndNoCard()
    {
        await using var bank = await RunningBank.Start();
        await bank.Execute(Requests.Sale("sale", number: PendingRefund));
        await bank.Execute(Requests.Sale("other"));

        Assert.Equal(["put_off 0 -", "prompt 0 -"], await bank.Lines("select refunds, refunds_put_off, hold_until from bank.authorizations order by id"));
    }

    [Theory]
    [InlineData(BankOperation.Capture)]
    [InlineData(BankOperation.Reverse)]
    [InlineData(BankOperation.Increment)]
    public async Task Hold_DroppedByItsIssuer_IsGoneWhenSomebodyAsks(BankOperation operation)
    {
        var time = new AdjustedTime();
        await using var bank = await RunningBank.Start(time: time);
        await bank.Execute(Requests.Authorize("auth", number: HoldDropped));
        time.Now += TimeSpan.FromHours(1);

        var first = await bank.Execute(Requests.Follow(operation, "op", "auth"));
        var second = await bank.Execute(Requests.Follow(BankOperation.Reverse, "later", "auth"));

        Assert.Equal(("already_reversed", "94", "already_reversed"), (first.Reason, first.NetworkCode, second.Reason));
        Assert.Equal(
            ["authorize 1000 approved", "reverse 1000 approved"],
            await bank.Lines("select op, amount, outcome from audit.issuer_ops where outcome = 'approved' order by id"));
    }

    [Fact]
    public async Task Hold_CapturedInTime_IsNotDropped()
    {
        var time = new AdjustedTime();
        await using var bank = await RunningBank.Start(time: time);
        await bank.Execute(Requests.Authorize("auth", number: HoldDropped));
        time.Now += TimeSpan.FromMinutes(59);

        Assert.True((await bank.Execute(Requests.Follow(BankOperation.Capture, "capture", "auth"))).Approved);
        time.Now += TimeSpan.FromDays(1);
        Assert.True((await bank.Execute(Requests.Follow(BankOperation.Refund, "refund", "auth"))).Approved);
    }

    [Fact]
    public async Task Card_OfTheLaboratory_BehavesAsItIsCalled()
    {
        await using var bank = await RunningBank.Start();

        await Assert.ThrowsAsync<BankNoAnswerException>(() => bank.Execute(Requests.Sale("lost-request", number: "4000000000091100")));
        await Assert.ThrowsAsync<BankNoAnswerException>(() => bank.Execute(Requests.Sale("lost-answer", number: "4000000000091209")));
        var twice = await bank.Execute(Requests.Sale("twice", number: "4000000000091308"));
        var garbage = await bank.Execute(Requests.Sale("garbage", number: "4000000000091407"));
        var other = await bank.Execute(Requests.Sale("other", number: "4000000000091506"));
        var part = await bank.Execute(Requests.Sale("part", number: "4000000000091605"));

        Assert.Equal(["lost-answer", "twice", "garbage", "other", "part"], await bank.Lines("select reference from bank.operations order by id"));
        Assert.Equal(("approved", -1L, 1001L, 500L), (twice.Reason, garbage.AmountApproved, other.AmountApproved, part.AmountApproved));
    }

    [Fact]
    public void Words_OfScripts_CoverAllBehaviours()
    {
        foreach (var behavior in Bank.Laboratory.BankScripts.Behaviors)
        {
            var script = new BankScript
            {
                Id = "bscr_1",
                MerchantId = "mch_1",
                Behavior = behavior,
                LatencyMilliseconds = 1,
                Times = 1,
                TimesLeft = 1,
                Created = FixedTime.Default.GetUtcNow(),
            };
            Assert.NotEqual(BankBehavior.None, script.ToBehavior());
        }
    }

    private static async Task<List<string>> Refunds(RunningBank bank, string[] references, string original = "sale")
    {
        var lines = new List<string>();
        foreach (var reference in references)
        {
            var reply = await bank.Execute(Requests.Follow(BankOperation.Refund, reference, original, 400));
            lines.Add($"{reply.Reason} {reply.NetworkCode} {reply.AmountApproved}");
        }

        return lines;
    }
}
