using Microsoft.Extensions.Logging.Abstractions;
using PayGate.Grains.Journal;
using PayGate.Silo.Faults;
using PayGate.Silo.Storage;
using PayGate.Testing;

namespace PayGate.Postgres.Tests.Model;

/// <summary>
/// Goal: whatever commits meet, the journal answers each truly and stores what it says, nothing else. Method: random batches that conflict in every way go through
/// several writers on one database at once; after each batch results and rows are compared with a model that never looks at the database.
/// </summary>
public sealed class JournalModelTests(JournalFixture fixture) : IClassFixture<JournalFixture>
{
    private const int Batches = 12;
    private const int BatchSize = 60;

    [Theory]
    [InlineData(1, 20261121)]
    [InlineData(3, 7)]
    [InlineData(3, 4711)]
    public async Task Commit_OfRandomBatches_EndsAndStoresAsTheModelSays(int writers, ulong seed)
    {
        var model = new JournalModel();
        var choice = new SeededChoice(seed);
        var commits = new KeyCommits(choice, model, $"seed {seed} writers {writers}");
        await using var journals = await Writers.Start(fixture, writers);
        var seen = new HashSet<CommitResult?>();
        for (var batch = 0; batch < Batches; batch++)
        {
            var drawn = Enumerable.Range(0, BatchSize).Select(_ => commits.Draw()).ToList();

            var ended = await Task.WhenAll(drawn.Select(commit => End(journals.All[choice.Below(writers)], commit)));

            var wrong = model.Judge(ended);
            Assert.True(wrong.Count == 0, $"Seed {seed}, batch {batch}: {string.Join("; ", wrong)}");
            Assert.Equal(Expected(model).Order(StringComparer.Ordinal), (await Stored(commits)).Order(StringComparer.Ordinal));
            seen.UnionWith(ended.Select(result => result.Result));
        }

        Assert.Equal(5, seen.Count);
    }

    private static async Task<Ended> End(IJournal journal, JournalCommit commit)
    {
        try
        {
            return new Ended(commit, await journal.Commit(commit, CancellationToken.None));
        }
        catch (RejectedBatchException)
        {
            return new Ended(commit, null);
        }
    }

    private static List<string> Expected(JournalModel model) =>
    [
        .. model.Streams.Select(stream => $"head {stream.Id} {stream.Version}"),
        .. model.Streams.SelectMany(stream => stream.Facts.Select(fact => $"fact {stream.Id} {fact.Seq} {fact.Data} {Convert.ToHexStringLower(fact.Hash)}")),
        .. model.Records.Select(record => $"record {record.Key} {record.Value.Resource} {(record.Value.IsDone ? "done" : "in_progress")}"),
    ];

    private async Task<List<string>> Stored(KeyCommits commits)
    {
        await using var command = fixture.Owner.CreateCommand(
            """
            select 'head ' || id || ' ' || version from paygate.api_keys where merchant_id = $1
            union all select 'fact ' || stream_id || ' ' || seq || ' ' || data::text || ' ' || encode(hash, 'hex') from paygate.events where merchant_id = $1
            union all select 'record ' || key || ' ' || resource_id || ' ' || state from paygate.idempotency where scope = $1
            """);
        command.Parameters.Add(new() { Value = commits.Scope });
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }

    /// <summary>Journals as silos have them: each with pools and a writer of its own.</summary>
    private sealed class Writers : IAsyncDisposable
    {
        private readonly List<SiloDatabase> _databases = [];
        private readonly List<GroupJournal> _journals = [];

        public IReadOnlyList<IJournal> All => _journals;

        public static async Task<Writers> Start(JournalFixture fixture, int count)
        {
            var writers = new Writers();
            for (var index = 0; index < count; index++)
            {
                var database = new SiloDatabase(fixture.Database.Silo);
                var journal = new GroupJournal(
                    new JournalTransaction(database, fixture.Keeper), new HeadReader(database), new Failpoints(null, sandbox: true), NullLogger<GroupJournal>.Instance);
                await journal.StartAsync(CancellationToken.None);
                writers._databases.Add(database);
                writers._journals.Add(journal);
            }

            return writers;
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var journal in _journals)
            {
                await journal.StopAsync(CancellationToken.None);
                journal.Dispose();
            }

            foreach (var database in _databases)
            {
                await database.DisposeAsync();
            }
        }
    }
}
