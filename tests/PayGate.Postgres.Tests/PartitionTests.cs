using Npgsql;
using PayGate.Cli.Migrations;
using PayGate.Grains.Journal;
using PayGate.Silo.Storage;
using PayGate.Testing;

namespace PayGate.Postgres.Tests;

public sealed class PartitionTests(JournalFixture fixture) : IClassFixture<JournalFixture>
{
    private const string Others =
        "select count(*) from pg_class c join pg_inherits i on i.inhrelid = c.oid where pg_get_expr(c.relpartbound, c.oid) = 'DEFAULT'";

    [Fact]
    public async Task Commit_AfterTheClockPassedTheLastPartition_IsToldToRetryAndThenFits()
    {
        await using var alone = new FixtureOfItsOwn();
        var journal = await alone.Start();
        journal.Clock.Advance(TimeSpan.FromDays(365 * 3));
        var merchant = JournalFixture.Merchant(JournalFixture.NewId(journal.Clock.GetUtcNow()));

        await Assert.ThrowsAsync<StorageUnavailableException>(() => journal.Journal.Commit(merchant, CancellationToken.None));

        Assert.Equal(CommitResult.Committed, await journal.Journal.Commit(merchant, CancellationToken.None));
        Assert.Equal(0, await journal.Keeper.Extend(CancellationToken.None));
    }

    [Fact]
    public async Task Commit_WhenTheClockIsBehindTheId_IsRejectedAndNotRepeatedForEver()
    {
        var merchant = JournalFixture.Merchant(JournalFixture.NewId(fixture.Clock.GetUtcNow().AddYears(-3)));

        await Assert.ThrowsAsync<RejectedBatchException>(() => fixture.Journal.Commit(merchant, CancellationToken.None));
    }

    [Fact]
    public async Task Extend_ByTwoAtOnce_LeavesMonthsWithoutGapsAheadOfTheClock()
    {
        await using var alone = new FixtureOfItsOwn();
        var journal = await alone.Start();
        journal.Clock.Advance(TimeSpan.FromDays(365 * 3));

        await Task.WhenAll(journal.Keeper.Extend(CancellationToken.None), journal.Keeper.Extend(CancellationToken.None));

        var gaps = await journal.Ask<long>(
            """
            select count(*) from (
              select i.inhparent, (regexp_match(pg_get_expr(c.relpartbound, c.oid), 'FROM \(''([^'']+)''\)'))[1]::timestamptz as low,
                lag((regexp_match(pg_get_expr(c.relpartbound, c.oid), 'TO \(''([^'']+)''\)'))[1]::timestamptz) over (
                  partition by i.inhparent order by (regexp_match(pg_get_expr(c.relpartbound, c.oid), 'FROM \(''([^'']+)''\)'))[1]::timestamptz) as end_before
              from pg_inherits i join pg_class c on c.oid = i.inhrelid join pg_class p on p.oid = i.inhparent
              where p.relkind = 'p' and c.relname <> 'events_platform') part
            where low <> end_before
            """);
        Assert.Equal(0L, gaps);
        foreach (var table in new[] { "events", "public_events", "ledger_transfers" })
        {
            Assert.True(await journal.Ask<DateTime>($"select paygate.partitions_end('paygate.{table}')") > journal.Clock.GetUtcNow().AddMonths(12));
        }
    }

    [Fact]
    public async Task Migrate_WhenTheCatchAllHoldsRows_MovesThemToPartitionsOfTheirOwn()
    {
        await using var database = await PostgresServer.CreateEmptyDatabase();
        var scripts = Migrator.Scripts();
        await Migrate([.. scripts.TakeWhile(script => script.Name != "silo/007_rules.sql")]);
        await using var owner = NpgsqlDataSource.Create(database.Owner);
        await Execute(
            """
            insert into paygate.events (stream_id, seq, stream_created, merchant_id, type, data, prev_hash, hash, at) values
              ('late', 1, '2030-05-01', 'm', 't', '{}', null, sha256('1'), now()), ('late', 2, '2030-05-01', 'm', 't', '{}', sha256('1'), sha256('2'), now()),
              ('early', 1, '2021-05-01', 'm', 't', '{}', null, sha256('1'), now())
            """);

        await Migrate(scripts);

        await using var count = owner.CreateCommand("select count(*) from paygate.events");
        Assert.Equal(3L, await count.ExecuteScalarAsync());
        await using var others = owner.CreateCommand(Others);
        Assert.Equal(0L, await others.ExecuteScalarAsync());

        Task Migrate(IReadOnlyList<MigrationScript> some) =>
            new Migrator(some, PostgresServer.RolePasswords, _ => { }).MigrateAsync(database.Owner, CancellationToken.None);

        async Task Execute(string sql)
        {
            await using var command = owner.CreateCommand(sql);
            await command.ExecuteNonQueryAsync();
        }
    }

    /// <summary>For tests that move the clock for good.</summary>
    private sealed class FixtureOfItsOwn : IAsyncDisposable
    {
        private readonly JournalFixture _fixture = new();

        public async Task<JournalFixture> Start()
        {
            await _fixture.InitializeAsync();
            return _fixture;
        }

        public async ValueTask DisposeAsync() => await _fixture.DisposeAsync();
    }
}
