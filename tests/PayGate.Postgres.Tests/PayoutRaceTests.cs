using Npgsql;

namespace PayGate.Postgres.Tests;

/// <summary>
/// Goal: two payouts of one balance, by two silos, never both pass when only one fits. Method: two connections of the silo's role; the second books while the first has
/// booked and not committed, and is seen to wait for it.
/// </summary>
public sealed class PayoutRaceTests(JournalFixture fixture) : IClassFixture<JournalFixture>
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task TheSecond_WaitsForTheFirst_AndSeesWhatItHasLeft(bool commits)
    {
        var merchant = commits ? "race_committed" : "race_rolled_back";
        await Settle(merchant, $"sb_000000000000000000000000{(commits ? 1 : 2)}");
        await using var first = await fixture.Silo.OpenConnectionAsync();
        await using var firstTransaction = await first.BeginTransactionAsync();
        await PayOut(first, merchant, $"po_00000000000000000000000{(commits ? 1 : 2)}1");
        await using var second = await fixture.Silo.OpenConnectionAsync();
        await using var secondTransaction = await second.BeginTransactionAsync();

        var waiting = PayOut(second, merchant, $"po_00000000000000000000000{(commits ? 1 : 2)}2");
        await AwaitBlocked(second.ProcessID);
        await (commits ? firstTransaction.CommitAsync() : firstTransaction.RollbackAsync());

        if (commits)
        {
            Assert.Equal("available_balances_cover", (await Assert.ThrowsAsync<PostgresException>(() => waiting)).ConstraintName);
        }
        else
        {
            await waiting;
            await secondTransaction.CommitAsync();
        }

        await using var read = fixture.Owner.CreateCommand(
            $"select string_agg(amount || '/' || balance, ' ' order by seq) from paygate.available_movements where merchant_id = '{merchant}'");
        Assert.Equal("100/100 -60/40", await read.ExecuteScalarAsync());
    }

    private async Task Settle(string merchant, string batch)
    {
        await using var command = fixture.Owner.CreateCommand(
            $$"""
            insert into paygate.settlement_batches (id, merchant_id, version, head_hash, state, livemode, currency, day, day_end, payout_on, status, movements, gross, refunds,
                fees, disputes, net, created)
              values ('{{batch}}', '{{merchant}}', 1, sha256('1'), '{}', false, 'usd', '2030-01-07', '2030-01-08', '2030-01-09', 'collecting', 0, 0, 0, 0, 0, 0, now());
            insert into paygate.ledger_transfers (source_type, source_id, seq, object_created, merchant_id, debit_account, credit_account, currency, amount, at)
              values ('settlement', '{{batch}}', 1, now(), '{{merchant}}', 'merchant_pending', 'merchant_available', 'usd', 100, now());
            """);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task PayOut(NpgsqlConnection connection, string merchant, string payout)
    {
        await using var command = new NpgsqlCommand(
            $$"""
            insert into paygate.payouts (id, merchant_id, version, head_hash, state, due_at, livemode, status, currency, amount, automatic, destination, arrival_at, created)
              values ('{{payout}}', '{{merchant}}', 1, sha256('1'), '{}', now(), false, 'pending', 'usd', 60, false, 'ba_1', now(), now());
            insert into paygate.ledger_transfers (source_type, source_id, seq, object_created, merchant_id, debit_account, credit_account, currency, amount, at)
              values ('payout', '{{payout}}', 1, now(), '{{merchant}}', 'merchant_available', 'merchant_in_payout', 'usd', 60, now());
            """,
            connection);
        await command.ExecuteNonQueryAsync();
    }

    private async Task AwaitBlocked(int process)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await using var command = fixture.Owner.CreateCommand($"select coalesce(cardinality(pg_blocking_pids({process})), 0) > 0");
        while (!(bool)(await command.ExecuteScalarAsync(deadline.Token))!)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), deadline.Token);
        }
    }
}
