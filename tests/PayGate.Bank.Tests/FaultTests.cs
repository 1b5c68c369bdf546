using PayGate.Bank.Journal;
using PayGate.Bank.Laboratory;
using PayGate.Bank.Tests.Support;

namespace PayGate.Bank.Tests;

public sealed class FaultTests
{
    [Fact]
    public async Task Execute_LosingItsAnswer_WasExecutedAndCanBeSettled()
    {
        var faults = new ScriptedFaults { LosesAnswers = true };
        await using var bank = await RunningBank.Start(faults: faults);

        await Assert.ThrowsAsync<BankNoAnswerException>(() => bank.Execute(Requests.Sale("op", 1100)));
        var settled = await bank.Settle("op");
        faults.LosesAnswers = false;

        Assert.Equal(("approved", 1100L), (settled.Reason, settled.AmountApproved));
        Assert.Equal(settled, await bank.Execute(Requests.Sale("op", 1100)));
    }

    [Fact]
    public async Task Execute_HeldBackUntilSettled_IsRefused()
    {
        var faults = new ScriptedFaults { Gate = new TaskCompletionSource() };
        await using var bank = await RunningBank.Start(faults: faults);
        var late = bank.Execute(Requests.Sale("op"));

        var settled = await bank.Settle("op");
        faults.Gate.SetResult();

        Assert.Equal("never_seen", settled.Reason);
        Assert.Equal(settled, await late);
    }

    [Fact]
    public async Task Execute_CancelledWhileItWaits_IsExecutedAllTheSame()
    {
        await using var bank = await RunningBank.Start();
        await using var holder = await bank.Owner.OpenConnectionAsync();
        await using var transaction = await holder.BeginTransactionAsync();
        await using (var hold = new Npgsql.NpgsqlCommand("lock table bank.operations in exclusive mode", holder))
        {
            await hold.ExecuteNonQueryAsync();
        }

        using var cancellation = new CancellationTokenSource();
        var cancelled = bank.Bank.Execute(Requests.Sale("op"), cancellation.Token);
        await cancellation.CancelAsync();
        await Ended.Of(cancelled);
        Assert.True(cancelled.IsCanceled);
        await transaction.RollbackAsync();

        Assert.Equal("approved", (await bank.Settle("op")).Reason);
    }

    [Fact]
    public async Task Execute_BesideABadOperation_IsNotHurt()
    {
        await using var bank = await RunningBank.Start();
        await bank.Scalar<object>(
            """
            create function poison() returns trigger language plpgsql as $$ begin raise exception 'poison'; end $$;
            create trigger poison before insert on bank.operations for each row when (new.reference like 'poison%') execute function poison();
            select ''
            """);

        var good = Enumerable.Range(0, 50).Select(number => bank.Execute(Requests.Sale($"op_{number}"))).ToList();
        var bad = Enumerable.Range(0, 5).Select(number => bank.Execute(Requests.Sale($"poison_{number}"))).ToList();

        Assert.All(await Task.WhenAll(good), reply => Assert.True(reply.Approved));
        await Ended.Of(bad);
        Assert.All(bad, one => Assert.IsType<BankNoAnswerException>(one.Exception?.InnerException));

        Assert.Equal(["50"], await bank.Lines("select count(*) from bank.operations"));
    }

    /// <summary>
    /// Method: the insert of one reference is left out so many times, as the database leaves it out when another process has written it; the count is a
    /// sequence's, which a rollback does not take back.
    /// </summary>
    [Theory]
    [InlineData(4, true)]
    [InlineData(5, false)]
    public async Task Execute_LosingRaces_IsRunAgainButNotForever(int losses, bool answered)
    {
        await using var bank = await RunningBank.Start();
        await bank.Execute(Requests.Authorize("held"));
        await bank.Scalar<object>(
            $"""
            create sequence losses;
            grant usage on losses to public;
            create function lose() returns trigger language plpgsql as $$ begin
                if nextval('public.losses') <= {losses} then return null; end if;
                return new;
            end $$;
            create trigger lose before insert on bank.operations for each row when (new.reference = 'capture') execute function lose();
            select ''
            """);

        var captured = bank.Execute(Requests.Follow(BankOperation.Capture, "capture", "held"));
        await Ended.Of(captured);

        Assert.Equal(answered, captured.IsCompletedSuccessfully);
        Assert.Equal([answered ? "1" : "0"], await bank.Lines("select count(*) from bank.operations where operation = 'capture'"));
    }

    [Fact]
    public async Task Execute_OnWhatASilentBankHolds_IsDoneOnceTheServerGivesThatBankUp()
    {
        await using var bank = await RunningBank.Start();
        await bank.Execute(Requests.Authorize("held"));
        await using var silent = new BankDatabase(new BankOptions { ConnectionString = bank.Database.Bank });
        await using var connection = await silent.Open(CancellationToken.None);
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var hold = new Npgsql.NpgsqlCommand("select count(*) from (select from bank.authorizations for update) as held", connection))
        {
            Assert.Equal(1L, await hold.ExecuteScalarAsync());
        }

        var captured = await bank.Execute(Requests.Follow(BankOperation.Capture, "capture", "held"));

        Assert.True(captured.Approved);
    }

    private sealed class ScriptedFaults : IBankLaboratory
    {
        public bool LosesAnswers { get; set; }

        public TaskCompletionSource? Gate { get; init; }

        public async ValueTask<BankBehavior> Next(BankRequest request, CancellationToken cancellationToken)
        {
            await (Gate?.Task.WaitAsync(cancellationToken) ?? Task.CompletedTask);
            return new BankBehavior { LosesAnswer = LosesAnswers };
        }
    }
}
