using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using PayGate.Grains.CardTokens;
using PayGate.Grains.Journal;
using PayGate.Grains.Merchants;
using PayGate.Silo.Faults;
using PayGate.Silo.Storage;

namespace PayGate.Postgres.Tests;

public sealed class JournalLimitTests(JournalFixture fixture) : IClassFixture<JournalFixture>
{
    [Fact]
    public async Task Commit_WhenTheJournalHasStopped_IsUnavailable()
    {
        await using var database = new SiloDatabase(fixture.Database.Silo);
        using var journal = New(database);
        await journal.StartAsync(CancellationToken.None);
        await journal.StopAsync(CancellationToken.None);

        await Assert.ThrowsAsync<StorageUnavailableException>(() => journal.Commit(JournalFixture.Merchant(JournalFixture.NewId()), CancellationToken.None));
    }

    [Fact]
    public async Task Commit_WhenTheQueueIsFull_IsUnavailableAtOnceAndTheQueuedAreWritten()
    {
        await using var database = new SiloDatabase(fixture.Database.Silo);
        using var journal = New(database);
        var queued = Enumerable.Range(0, 8_192).Select(_ => journal.Commit(JournalFixture.Merchant(JournalFixture.NewId()), CancellationToken.None)).ToList();

        // The writer does not run yet, so nothing leaves the queue.
        await Assert.ThrowsAsync<StorageUnavailableException>(() => journal.Commit(JournalFixture.Merchant(JournalFixture.NewId()), CancellationToken.None));

        await journal.StartAsync(CancellationToken.None);
        Assert.All(await Task.WhenAll(queued), result => Assert.Equal(CommitResult.Committed, result));
        await journal.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Write_WhenItIsTheVictimOfADeadlock_GoesAgainAndIsStored()
    {
        JournalCommit[] batch = [Key("1", "a"), Key("2", "b")];
        await using var other = await fixture.Owner.OpenConnectionAsync();
        // Each looks for a circle once, so long after it began to wait: the batch when the circle is surely there, the other one never.
        await Execute(other, $"alter database {fixture.Database.Name} set deadlock_timeout = '3s'; set deadlock_timeout = '10min'");
        await using var transaction = await other.BeginTransactionAsync();
        await Insert(other, "b");

        // The batch holds a and waits for b; the other one holds b and waits for a.
        await using var database = new SiloDatabase(fixture.Database.Silo);
        var written = new JournalTransaction(database, fixture.Keeper).Write(batch);
        await UntilTheBatchWaits();
        await Insert(other, "a");
        await transaction.RollbackAsync();

        Assert.Empty(await written);
        Assert.Equal(2L, await fixture.Ask<long>("select count(*) from paygate.api_keys where kind = 'secret'"));
    }

    [Fact]
    public async Task Write_OfCardsThatAnotherTransactionBringsToo_LocksThemInTheOrderOfTheirKeys()
    {
        var merchant = JournalFixture.NewId();
        JournalCommit[] batch = [Card(merchant, 2), Card(merchant, 1)];
        await using var other = await fixture.Owner.OpenConnectionAsync();
        await using var transaction = await other.BeginTransactionAsync();
        await InsertCard(other, merchant, 1);

        await using var database = new SiloDatabase(fixture.Database.Silo);
        var written = new JournalTransaction(database, fixture.Keeper).Write(batch);
        await UntilTheBatchWaits();
        // The batch waits for card 1: were it to hold card 2 by now, this would be half of a deadlock.
        await InsertCard(other, merchant, 2);
        await transaction.CommitAsync();

        Assert.Empty(await written);
        Assert.Equal(2L, await fixture.Ask<long>($"select count(*) from paygate.vault_entries where merchant_id = '{merchant}'"));
    }

    /// <summary>Goal: a silo that hangs in the middle of its transaction does not keep its rows from the others. Method: a transaction of the journal's own that never goes on.</summary>
    [Fact]
    public async Task Commit_OfARowThatASilentSiloHolds_IsDoneOnceTheServerGivesThatSiloUp()
    {
        var id = JournalFixture.NewId();
        var first = JournalFixture.Merchant(id);
        await fixture.Journal.Commit(first, CancellationToken.None);
        await using var silent = new SiloDatabase(fixture.Database.Silo);
        await using var connection = await silent.Writer.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand($"select id from paygate.merchants where id = '{id}' for update", connection))
        {
            Assert.Equal(id, await hold.ExecuteScalarAsync());
        }

        var next = await fixture.Journal.Commit(JournalFixture.Merchant(id, expectedVersion: 1, previous: first.Head.HeadHash), CancellationToken.None);

        Assert.Equal(CommitResult.Committed, next);
        // And the silent one, when it goes on, has nothing left to commit.
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => transaction.CommitAsync());
    }

    private static JournalCommit Card(string merchant, byte fingerprint)
    {
        var commit = JournalFixture.Merchant(JournalFixture.NewId());
        return commit with
        {
            Index =
            [
                new VaultEntryRow
                {
                    Id = commit.Head.Id, MerchantId = merchant, Livemode = false, Fingerprint = [.. Enumerable.Repeat(fingerprint, 32)],
                    Created = commit.Facts[0].At,
                },
            ],
        };
    }

    private static async Task InsertCard(NpgsqlConnection connection, string merchant, byte fingerprint)
    {
        await using var command = new NpgsqlCommand(
            $"""
            set local lock_timeout = '500ms';
            insert into paygate.vault_entries (merchant_id, livemode, fingerprint, id, created)
              values ('{merchant}', false, decode(repeat('{fingerprint:x2}', 32), 'hex'), 'other', now())
            """,
            connection);
        await command.ExecuteNonQueryAsync();
    }

    private GroupJournal New(SiloDatabase database) => new(
        new JournalTransaction(database, fixture.Keeper), new HeadReader(database), new Failpoints(null, sandbox: true), NullLogger<GroupJournal>.Instance);

    private static JournalCommit Key(string digit, string hash)
    {
        var id = $"key_{JournalFixture.NewId()[4..14]}{new string(digit[0], 15)}";
        var merchant = JournalFixture.Merchant(JournalFixture.NewId());
        var facts = FactChain.Link(id, merchant.Head.Id, 0, null, merchant.Facts[0].At, [("api_key.created", "{}")]);
        return merchant with
        {
            Head = new ApiKeyRow
            {
                Id = id,
                MerchantId = merchant.Head.Id,
                Version = 1,
                HeadHash = facts[0].Hash,
                State = "{}"u8.ToArray(),
                KeyKind = "secret",
                Livemode = false,
                KeyHash = System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(hash)),
                Revoked = false,
            },
            Facts = facts,
        };
    }

    private static async Task Insert(NpgsqlConnection connection, string hash)
    {
        await using var command = new NpgsqlCommand(
            $"""
            insert into paygate.api_keys (id, merchant_id, version, head_hash, state, kind, livemode, key_hash, revoked)
              values ('other {hash}', 'm', 1, sha256('h'), '[]', 'publishable', false, sha256('{hash}'), false)
            """,
            connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task Execute(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private Task UntilTheBatchWaits() => fixture.Until(
        "select count(*) from pg_stat_activity where application_name = 'paygate-journal' and wait_event_type = 'Lock' and datname = current_database()");
}
