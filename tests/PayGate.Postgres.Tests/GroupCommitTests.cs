using PayGate.Grains.Journal;
using PayGate.Silo.Storage;

namespace PayGate.Postgres.Tests;

public sealed class GroupCommitTests(JournalFixture fixture) : IClassFixture<JournalFixture>
{
    [Fact]
    public async Task Commit_OfManyAtOnce_StoresEachOnce()
    {
        var ids = Enumerable.Range(0, 500).Select(_ => JournalFixture.NewId()).ToList();

        var results = await Task.WhenAll(ids.Select(id => fixture.Journal.Commit(JournalFixture.Merchant(id), CancellationToken.None)));

        Assert.All(results, result => Assert.Equal(CommitResult.Committed, result));
        Assert.Equal(500L, await Count("merchants", ids));
        Assert.Equal(500L, await Count("events", ids, "stream_id"));
    }

    [Fact]
    public async Task Commit_WhenTheVersionIsStale_LosesAloneAndLeavesNoFact()
    {
        var stored = JournalFixture.NewId();
        await fixture.Journal.Commit(JournalFixture.Merchant(stored), CancellationToken.None);
        var neighbours = Enumerable.Range(0, 50).Select(_ => JournalFixture.NewId()).ToList();

        var work = neighbours.Select(id => fixture.Journal.Commit(JournalFixture.Merchant(id), CancellationToken.None)).ToList();
        var stale = await fixture.Journal.Commit(JournalFixture.Merchant(stored, expectedVersion: 7), CancellationToken.None);
        var second = await fixture.Journal.Commit(JournalFixture.Merchant(stored), CancellationToken.None);

        Assert.Equal((CommitResult.VersionConflict, CommitResult.VersionConflict), (stale, second));
        Assert.All(await Task.WhenAll(work), result => Assert.Equal(CommitResult.Committed, result));
        Assert.Equal(1L, await Count("events", [stored], "stream_id"));
    }

    [Fact]
    public async Task Commit_WhenARowBreaksARule_FailsAloneAndItsNeighboursStand()
    {
        var poisoned = JournalFixture.NewId();
        var unwritable = "mch_too_short";
        var ids = Enumerable.Range(0, 50).Select(_ => JournalFixture.NewId()).ToList();

        var bad = fixture.Journal.Commit(JournalFixture.Merchant(poisoned, status: "nonsense"), CancellationToken.None);
        var worse = fixture.Journal.Commit(JournalFixture.Merchant(unwritable), CancellationToken.None);
        var good = ids.Select(id => fixture.Journal.Commit(JournalFixture.Merchant(id), CancellationToken.None)).ToList();

        await Assert.ThrowsAsync<RejectedBatchException>(() => bad);
        await Assert.ThrowsAnyAsync<Exception>(() => worse);
        Assert.All(await Task.WhenAll(good), result => Assert.Equal(CommitResult.Committed, result));
        Assert.Equal(0L, await Count("merchants", [poisoned, unwritable]));
    }

    [Fact]
    public async Task Commit_WhenAHundredClaimOneKey_OneWinsAndTheOthersLeaveNothing()
    {
        var ids = Enumerable.Range(0, 100).Select(_ => JournalFixture.NewId()).ToList();
        var scope = JournalFixture.NewId();

        var results = await Task.WhenAll(ids.Select(id => fixture.Journal.Commit(
            JournalFixture.Merchant(id, idempotency: JournalFixture.Claim(scope, "one", resource: id)), CancellationToken.None)));

        Assert.Equal(1, results.Count(result => result == CommitResult.Committed));
        Assert.Equal(99, results.Count(result => result == CommitResult.IdempotencyConflict));
        Assert.Equal(1L, await Count("merchants", ids));
        Assert.Equal(ids[Array.IndexOf(results, CommitResult.Committed)], await fixture.Ask<string>(
            $"select resource_id from paygate.idempotency where scope = '{scope}'"));
    }

    [Fact]
    public async Task Commit_WhenTheClaimWinsButTheVersionLoses_FreesTheKey()
    {
        var stored = JournalFixture.NewId();
        await fixture.Journal.Commit(JournalFixture.Merchant(stored), CancellationToken.None);

        var lost = await fixture.Journal.Commit(
            JournalFixture.Merchant(stored, expectedVersion: 9, idempotency: JournalFixture.Claim(stored, "k")), CancellationToken.None);

        Assert.Equal(CommitResult.VersionConflict, lost);
        Assert.Equal(0L, await fixture.Ask<long>($"select count(*) from paygate.idempotency where scope = '{stored}'"));
    }

    [Fact]
    public async Task Complete_WhenTheRecordIsGone_StillStoresTheEffect()
    {
        var id = JournalFixture.NewId();
        var opened = JournalFixture.Merchant(id, idempotency: JournalFixture.Claim(id, "k", IdempotencyStep.Claim, id));
        await fixture.Journal.Commit(opened, CancellationToken.None);
        await fixture.Ask<long>($"with gone as (delete from paygate.idempotency where scope = '{id}' returning 1) select count(*) from gone");

        var completed = await fixture.Journal.Commit(
            JournalFixture.Merchant(
                id, expectedVersion: 1, idempotency: JournalFixture.Claim(id, "k", IdempotencyStep.Complete, id), previous: opened.Head.HeadHash),
            CancellationToken.None);

        Assert.Equal(CommitResult.Committed, completed);
        Assert.Equal(2L, await fixture.Ask<long>($"select version from paygate.merchants where id = '{id}'"));
    }

    [Fact]
    public async Task Claim_WhenTheRecordIsADayOld_IsFreeAgain()
    {
        var (first, second) = (JournalFixture.NewId(), JournalFixture.NewId());
        await fixture.Journal.Commit(JournalFixture.Merchant(first, idempotency: JournalFixture.Claim(first, "k", resource: first)), CancellationToken.None);
        await fixture.Ask<long>(
            $"with aged as (update paygate.idempotency set created = created - interval '25 hours' where scope = '{first}' returning 1) select count(*) from aged");

        var again = await fixture.Journal.Commit(
            JournalFixture.Merchant(second, idempotency: JournalFixture.Claim(first, "k", resource: second)), CancellationToken.None);

        Assert.Equal(CommitResult.Committed, again);
    }

    private Task<long> Count(string table, IEnumerable<string> ids, string column = "id") =>
        fixture.Ask<long>($"select count(*) from paygate.{table} where {column} in ({string.Join(", ", ids.Select(id => $"'{id}'"))})");
}
