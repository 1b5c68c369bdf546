using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using PayGate.Grains.Journal;
using PayGate.Silo.Faults;
using PayGate.Silo.Storage;
using PayGate.Testing;

namespace PayGate.Postgres.Tests;

/// <summary>
/// Goal: a commit whose connection is lost is never guessed at. Method: a proxy on loopback sees COMMIT go by and breaks the connection for real, before the server
/// got it or after.
/// </summary>
public sealed class CommitFateTests : IAsyncLifetime
{
    /// <summary>The silo's session that asks, and when it did so last: never this test's own question.</summary>
    private const string Asking =
        "from pg_stat_activity where datname = current_database() and application_name = 'paygate-silo' and query like '%pg_xact_status(%'";
    private const string AskedAt = "(extract(epoch from query_start) * 1000000)::bigint";

    private TestDatabase _database = null!;
    private NpgsqlDataSource _owner = null!;
    private DatabaseProxy _proxy = null!;
    private SiloDatabase _silo = null!;
    private GroupJournal _journal = null!;

    public async Task InitializeAsync()
    {
        _database = await PostgresServer.CreateDatabase();
        _owner = NpgsqlDataSource.Create(_database.Owner);
        _proxy = new DatabaseProxy(new NpgsqlConnectionStringBuilder(_database.Owner).Port);
        _silo = new SiloDatabase(_proxy.Through(_database.Silo));
        _journal = new GroupJournal(
            new JournalTransaction(_silo, new PartitionKeeper(_silo, TimeProvider.System, NullLogger<PartitionKeeper>.Instance)), new HeadReader(_silo),
            new Failpoints(null, sandbox: true), NullLogger<GroupJournal>.Instance);
        await _journal.StartAsync(CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        await _journal.StopAsync(CancellationToken.None);
        _journal.Dispose();
        await _silo.DisposeAsync();
        await _proxy.DisposeAsync();
        await _owner.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Commit_WhenItsConnectionIsLostBeforeTheServerGotIt_IsUnavailableAndNothingIsStored()
    {
        var id = JournalFixture.NewId();
        _proxy.CutNextCommit(CommitCut.BeforeTheServer);

        await Assert.ThrowsAsync<StorageUnavailableException>(() => Commit(id));

        Assert.Equal(0L, await Stored(id));
        Assert.Equal(CommitResult.Committed, await Commit(id));
    }

    [Fact]
    public async Task Commit_WhenItsConnectionIsLostAfterTheServerCommitted_IsCommittedForAllOfTheBatch()
    {
        var ids = Enumerable.Range(0, 20).Select(_ => JournalFixture.NewId()).ToList();
        _proxy.CutNextCommit(CommitCut.AfterTheServer);

        var results = await Task.WhenAll(ids.Select(Commit));

        Assert.All(results, result => Assert.Equal(CommitResult.Committed, result));
        Assert.All(await Task.WhenAll(ids.Select(Stored)), count => Assert.Equal(1L, count));
    }

    [Fact]
    public async Task Commit_WhileTheServerStillHasItInProgress_WaitsForItsEnd()
    {
        var id = JournalFixture.NewId();
        _proxy.CutNextCommit(CommitCut.BeforeTheServerHeld);

        var commit = Commit(id);
        await Until("select count(*) from pg_stat_activity where datname = current_database() and state = 'idle in transaction'");
        // It asks, is told that the end is not known yet, and asks again.
        var asked = await Until($"select coalesce(max({AskedAt}), 0) {Asking}");
        await Until($"select count(*) {Asking} and {AskedAt} > {asked}");
        Assert.False(commit.IsCompleted);
        _proxy.EndHeldSessions();

        await Assert.ThrowsAsync<StorageUnavailableException>(() => commit);
        Assert.Equal(0L, await Stored(id));
    }

    [Fact]
    public async Task Commit_WhenNobodyAnswersAfterwards_IsUnavailableAndTheNextSeesTheTruth()
    {
        var id = JournalFixture.NewId();
        _proxy.CutNextCommit(CommitCut.AfterTheServer, afterwards: ProxyMode.Closed);

        await Assert.ThrowsAsync<StorageUnavailableException>(() => Commit(id));

        _proxy.Switch(ProxyMode.Open);
        Assert.Equal(1L, await Stored(id));
        Assert.Equal(CommitResult.VersionConflict, await Commit(id));
    }

    [Fact]
    public async Task Commit_WhenTheReadersConnectionsAreDeadToo_StillLearnsItsFate()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _journal.Load(StreamKind.Merchant, "none", CancellationToken.None)));
        await Ask("select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name = 'paygate-silo' and datname = current_database()");
        var id = JournalFixture.NewId();
        _proxy.CutNextCommit(CommitCut.AfterTheServer);

        Assert.Equal(CommitResult.Committed, await Commit(id));
    }

    [Theory]
    [InlineData(3UL)]
    [InlineData(4_000_000_000UL)]
    public async Task Learn_WhenTheServerHasForgottenTheNumberOrNeverKnewIt_IsUnavailable(ulong number) => await AssertCannotTell(number);

    /// <summary>A server that was restored or failed over gives the same number to another transaction, and commits that.</summary>
    [Fact]
    public async Task Learn_WhenTheNumberIsAnotherTransactionsThatCommitted_IsUnavailable()
    {
        var number = await Ask("select pg_current_xact_id()::text::bigint");
        Assert.Equal(1L, await Ask($"select count(*) where pg_xact_status('{number}'::xid8) = 'committed'"));

        await AssertCannotTell((ulong)number);
    }

    private async Task AssertCannotTell(ulong number)
    {
        JournalCommit[] never = [JournalFixture.Merchant(JournalFixture.NewId())];

        var fate = await Assert.ThrowsAsync<StorageUnavailableException>(() => CommitFate.Learn(_silo, number, never, new TimeoutException()));

        Assert.Contains("cannot tell", fate.Message, StringComparison.Ordinal);
    }

    private Task<CommitResult> Commit(string id) => _journal.Commit(JournalFixture.Merchant(id), CancellationToken.None);

    private Task<long> Stored(string id) => Ask($"select count(*) from paygate.merchants where id = '{id}'");

    private async Task<long> Ask(string sql)
    {
        await using var command = _owner.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Waits until the server shows what a test is about to rely on, and returns it.</summary>
    private async Task<long> Until(string sql)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (true)
        {
            if (await Ask(sql) is var shown and not 0)
            {
                return shown;
            }

            await timer.WaitForNextTickAsync(deadline.Token);
        }
    }
}
