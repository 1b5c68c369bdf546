namespace PayGate.Postgres.Tests;

public sealed class PruneTests(JournalFixture fixture) : IClassFixture<JournalFixture>
{
    [Fact]
    public async Task Prune_WhenRecordsAreADayOld_DeletesThemInBatchesAndNoOthers()
    {
        await Empty();
        await Fill("old", 2_500, "25 hours 1 minute");
        await Fill("young", 10, "24 hours 59 minutes");

        var deleted = await fixture.Pruner.Prune(CancellationToken.None);

        Assert.Equal(2_500, deleted);
        Assert.Equal(10L, await fixture.Ask<long>("select count(*) from paygate.idempotency"));
    }

    [Fact]
    public async Task Prune_WhenACommitHoldsARecord_LeavesItAndDoesNotWait()
    {
        await Empty();
        await Fill("held", 2, "26 hours");
        await using var connection = await fixture.Owner.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var claim = new Npgsql.NpgsqlCommand("update paygate.idempotency set created = now() where key = 'held1'", connection))
        {
            await claim.ExecuteNonQueryAsync();
        }

        var deleted = await fixture.Pruner.Prune(CancellationToken.None);

        Assert.Equal(1, deleted);
    }

    [Fact]
    public async Task Prune_WhenARecordIsStillOpen_LeavesIt()
    {
        await Empty();
        await Fill("open", 1, "60 days");
        await fixture.Ask<long>("with opened as (update paygate.idempotency set state = 'in_progress', status = 0, body = null returning 1) select count(*) from opened");

        Assert.Equal(0, await fixture.Pruner.Prune(CancellationToken.None));
    }

    [Fact]
    public async Task Prune_OfManyRecords_FindsThemByTheIndex()
    {
        var plan = await fixture.Ask<string>(
            """
            set local enable_seqscan = off;
            explain (format json) select ctid from paygate.idempotency where created < now() and state = 'done' order by created limit 1000 for update skip locked
            """);

        Assert.Contains("idempotency_created", plan, StringComparison.Ordinal);
    }

    private Task<long> Empty() => fixture.Ask<long>("with gone as (delete from paygate.idempotency returning 1) select count(*) from gone");

    private Task<long> Fill(string prefix, int count, string age) => fixture.Ask<long>(
        $"""
        with filled as (
          insert into paygate.idempotency (scope, livemode, key, request_hash, state, resource_id, status, body, created)
          select 'm', false, '{prefix}' || n, sha256('r'), 'done', 'p', 200, '', timestamptz '{fixture.Clock.GetUtcNow():O}' - interval '{age}'
          from generate_series(1, {count}) n returning 1)
        select count(*) from filled
        """);
}
