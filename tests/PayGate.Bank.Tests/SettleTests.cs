using PayGate.Bank.Tests.Support;

namespace PayGate.Bank.Tests;

public sealed class SettleTests
{
    private const int RaceCount = 200;

    [Fact]
    public async Task Settle_OfAKnownReference_ReturnsItsReply()
    {
        await using var bank = await RunningBank.Start();
        var reply = await bank.Execute(Requests.Sale("op"));

        Assert.Equal(reply, await bank.Settle("op"));
        Assert.Equal(["sale"], await bank.Lines("select operation from bank.operations"));
    }

    [Fact]
    public async Task Settle_OfAnUnseenReference_ForbidsItForGood()
    {
        await using var bank = await RunningBank.Start();
        Assert.Null(await bank.Find("op"));

        var settled = await bank.Settle("op");
        var late = await bank.Execute(Requests.Authorize("op"));

        Assert.Equal((false, "never_seen", "25"), (settled.Approved, settled.Reason, settled.NetworkCode));
        Assert.Equal(settled, late);
        Assert.Equal(settled, await bank.Settle("op"));
        Assert.Equal(settled, await bank.Find("op"));
        Assert.Equal(["never_seen"], await bank.Lines("select operation from bank.operations"));
        Assert.Equal(["0"], await bank.Lines("select count(*) from bank.authorizations"));
    }

    [Fact]
    public async Task Reverse_OfAnUnseenAuthorization_RefusesItWhenItArrives()
    {
        await using var bank = await RunningBank.Start();

        var reverse = await bank.Execute(Requests.Follow(BankOperation.Reverse, "reverse", "auth"));
        var late = await bank.Execute(Requests.Authorize("auth"));

        Assert.Equal(("not_found", "never_seen"), (reverse.Reason, late.Reason));
        Assert.Equal(["reverse reverse declined"], await bank.Lines("select attempt_key, op, outcome from audit.issuer_ops"));
    }

    /// <summary>
    /// Goal: a question and an authorization under one reference agree on one outcome, whoever comes first. Method: many references, each
    /// asked and executed at once, on one bank and on two banks over one database. One race after another: in a crowd, two banks would
    /// commit all or nothing.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Settle_RacingExecute_HasOneOutcome(int bankCount)
    {
        await using var bank = await RunningBank.Start();
        await using var other = await RunningBank.Start(database: bank.Database);
        var asked = bankCount == 1 ? bank : other;

        var races = new List<(BankReply Executed, BankReply Settled)>();
        for (var number = 0; number < RaceCount; number++)
        {
            races.Add(await Race(number));
        }

        Assert.All(races, race => Assert.Equal(race.Executed, race.Settled));
        Assert.Equal(races.Count(race => race.Executed.Approved), await bank.Scalar<long>("select count(*) from bank.authorizations"));
        Assert.Equal(RaceCount, await bank.Scalar<long>("select count(*) from bank.operations"));
        // A race that always has the same winner has tested half of it.
        Assert.InRange(races.Count(race => race.Executed.Approved), 1, RaceCount - 1);

        async Task<(BankReply Executed, BankReply Settled)> Race(int number)
        {
            // Every other race starts with the question.
            var settling = number % 2 == 0 ? asked.Settle($"op_{number}") : null;
            var executing = bank.Execute(Requests.Sale($"op_{number}"));
            settling ??= asked.Settle($"op_{number}");
            await Task.WhenAll(executing, settling);
            return (await executing, await settling);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Reverse_RacingItsAuthorization_NeverLeavesAHold(int bankCount)
    {
        await using var bank = await RunningBank.Start();
        await using var other = await RunningBank.Start(database: bank.Database);
        var reversing = bankCount == 1 ? bank : other;

        for (var number = 0; number < RaceCount; number++)
        {
            await Race(number);
        }

        Assert.Equal(["0"], await bank.Lines("select count(*) from bank.authorizations where state <> 'reversed'"));
        Assert.Equal(["0"], await bank.Lines(
            """
            select count(*) from (select payment_id from audit.issuer_ops where outcome = 'approved' group by payment_id
            having sum(case op when 'authorize' then amount else -amount end) <> 0) unequal
            """));

        async Task Race(int number)
        {
            var reverse = Requests.Follow(BankOperation.Reverse, $"reverse_{number}", $"auth_{number}") with { PaymentId = $"pi_{number}" };
            var authorize = Requests.Authorize($"auth_{number}") with { PaymentId = $"pi_{number}" };
            var first = number % 2 == 0 ? reversing.Execute(reverse) : bank.Execute(authorize);
            var second = number % 2 == 0 ? bank.Execute(authorize) : reversing.Execute(reverse);
            await Task.WhenAll(first, second);
        }
    }
}
