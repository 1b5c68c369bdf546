using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using PayGate.Grains.Journal;
using PayGate.Grains.Merchants;
using PayGate.Idempotency;
using PayGate.Silo.Faults;
using PayGate.Silo.Storage;
using PayGate.Testing;

namespace PayGate.Postgres.Tests;

/// <summary>A journal with its writer running, on a database of its own.</summary>
public sealed class JournalFixture : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private SiloDatabase _silo = null!;
    private GroupJournal _journal = null!;

    public IJournal Journal => _journal;

    public NpgsqlDataSource Owner { get; private set; } = null!;

    /// <summary>PayGate's clock: now, until a test moves it.</summary>
    public SteppedTime Clock { get; } = new(Now);

    public PartitionKeeper Keeper { get; private set; } = null!;

    public IdempotencyPruner Pruner { get; private set; } = null!;

    public NpgsqlDataSource Silo => _silo.Reader;

    public TestDatabase Database => _database;

    public async Task InitializeAsync()
    {
        _database = await PostgresServer.CreateDatabase();
        Owner = NpgsqlDataSource.Create(_database.Owner);
        _silo = new SiloDatabase(_database.Silo);
        Keeper = new PartitionKeeper(_silo, Clock, NullLogger<PartitionKeeper>.Instance);
        Pruner = new IdempotencyPruner(_silo, Clock, NullLogger<IdempotencyPruner>.Instance);
        _journal = new GroupJournal(
            new JournalTransaction(_silo, Keeper), new HeadReader(_silo), new Failpoints(null, sandbox: true), NullLogger<GroupJournal>.Instance);
        await _journal.StartAsync(CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        await _journal.StopAsync(CancellationToken.None);
        _journal.Dispose();
        await _silo.DisposeAsync();
        await Owner.DisposeAsync();
        await _database.DisposeAsync();
    }

    /// <summary>A merchant's commit: the smallest head row there is.</summary>
    /// <param name="id">Of the merchant.</param>
    /// <param name="expectedVersion">What it claims to follow.</param>
    /// <param name="status">Of the merchant.</param>
    /// <param name="data">Of the one fact.</param>
    /// <param name="idempotency">What goes with it.</param>
    /// <param name="previous">Hash of the fact that it follows; null for the first, and for one that follows nothing stored.</param>
    public static JournalCommit Merchant(
        string id, long expectedVersion = 0, string status = "active", string data = "{}", IdempotencyWrite? idempotency = null, byte[]? previous = null)
    {
        var facts = FactChain.Link(
            id, id, expectedVersion, expectedVersion == 0 ? null : previous ?? new byte[32], Now, [("merchant.opened", data)]);
        return new JournalCommit
        {
            Head = new MerchantRow
            {
                Id = id,
                MerchantId = id,
                Version = facts[^1].Seq,
                HeadHash = facts[^1].Hash,
                State = "{}"u8.ToArray(),
                Name = "Test",
                Status = status,
                SettlementCurrency = Currency.Mad,
                FeeBasisPoints = 290,
                FeeFixedUsdCents = 30,
                PayoutSchedule = "daily",
            },
            ExpectedVersion = expectedVersion,
            Facts = facts,
            Idempotency = idempotency,
        };
    }

    public static IdempotencyWrite Claim(string scope, string key, IdempotencyStep step = IdempotencyStep.ClaimAndComplete, string resource = "mch_x") => new()
    {
        Claim = new IdempotencyClaim { Scope = scope, Livemode = false, Key = key, RequestHash = new byte[32] },
        Step = step,
        ResourceId = resource,
        Status = step == IdempotencyStep.Claim ? 0 : 200,
        Body = step == IdempotencyStep.Claim ? null : "{}"u8.ToArray(),
        At = Now,
    };

    public static string NewId() => NewId(Now);

    public static string NewId(DateTimeOffset created) => ObjectId.New("mch", "tests", created);

    public async Task<T> Ask<T>(string sql)
    {
        await using var command = Owner.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Waits until the server shows what a test is about to rely on.</summary>
    /// <param name="count">A query for a number, 0 until then.</param>
    public async Task Until(string count)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (await Ask<long>(count) == 0)
        {
            await timer.WaitForNextTickAsync(deadline.Token);
        }
    }

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();
}
