using PayGate.Grains.Journal;
using PayGate.Grains.Merchants;

namespace PayGate.Postgres.Tests.Model;

/// <summary>How a commit ended: a result of the journal, or rejected as a row that breaks a rule.</summary>
internal sealed record Ended(JournalCommit Commit, CommitResult? Result);

/// <summary>
/// What a journal must have stored, kept in memory without looking at the database. Commits that run at once have no given order, so each result is judged by what
/// was stored before the batch and what is stored after it: both hold whatever the order was, because versions only grow and keys and hashes stay taken.
/// </summary>
internal sealed class JournalModel
{
    public const string PoisonedKind = "nonsense";

    private readonly Dictionary<string, List<(long Version, byte[]? Hash)>> _streams = [];
    private readonly Dictionary<string, List<FactRow>> _facts = [];
    /// <summary>Unique, and kept by a stream for good.</summary>
    private readonly Dictionary<string, string> _hashes = [];

    /// <summary>By key: whose it is, and whether its answer is stored.</summary>
    public Dictionary<string, (string Resource, bool IsDone)> Records { get; } = [];

    /// <summary>By stream: the version, and all facts.</summary>
    public IEnumerable<(string Id, long Version, IReadOnlyList<FactRow> Facts)> Streams =>
        _facts.Select(stream => (stream.Key, HistoryOf(stream.Key)[^1].Version, (IReadOnlyList<FactRow>)stream.Value));

    /// <summary>The unique hash that a stream was first written with, or null.</summary>
    public byte[]? HashOf(string id) => _hashes.FirstOrDefault(pair => pair.Value == id).Key is { } hash ? Convert.FromHexString(hash) : null;

    /// <summary>Versions that a stream has had, from 0, with their hashes.</summary>
    public List<(long Version, byte[]? Hash)> HistoryOf(string id) =>
        _streams.TryGetValue(id, out var history) ? history : _streams[id] = [(0, null)];

    /// <summary>Takes over a batch and returns what is wrong with its results; empty if they can be.</summary>
    public List<string> Judge(IReadOnlyList<Ended> batch)
    {
        var wrong = new List<string>();
        var before = batch.Select(ended => ended.Commit.Head.Id).Distinct().ToDictionary(id => id, id => HistoryOf(id)[^1].Version);
        var committed = batch.Where(ended => ended.Result == CommitResult.Committed).Select(ended => ended.Commit).ToList();
        foreach (var commit in committed.OrderBy(commit => commit.ExpectedVersion))
        {
            Apply(commit, wrong);
        }

        foreach (var ended in batch.Where(ended => ended.Result != CommitResult.Committed))
        {
            if (!CanBe(ended, before[ended.Commit.Head.Id]))
            {
                wrong.Add($"{Describe(ended.Commit)} ended as {ended.Result?.ToString() ?? "rejected"} without a cause");
            }
        }

        return wrong;
    }

    private void Apply(JournalCommit commit, List<string> wrong)
    {
        var (head, history) = ((ApiKeyRow)commit.Head, HistoryOf(commit.Head.Id));
        if (head.KeyKind == PoisonedKind || history[^1].Version != commit.ExpectedVersion)
        {
            wrong.Add($"{Describe(commit)} was committed on version {history[^1].Version}");
        }

        if (!_hashes.TryAdd(Convert.ToHexString(head.KeyHash), head.Id) && _hashes[Convert.ToHexString(head.KeyHash)] != head.Id)
        {
            wrong.Add($"{Describe(commit)} was committed with a taken hash");
        }

        history.Add((head.Version, head.HeadHash));
        (_facts.TryGetValue(head.Id, out var facts) ? facts : _facts[head.Id] = []).AddRange(commit.Facts);
        Record(commit, wrong);
    }

    private void Record(JournalCommit commit, List<string> wrong)
    {
        if (commit.Idempotency is not { } write)
        {
            return;
        }

        if (write.Step != IdempotencyStep.Complete)
        {
            if (!Records.TryAdd(write.Claim.Key, (write.ResourceId, write.Step == IdempotencyStep.ClaimAndComplete)))
            {
                wrong.Add($"{Describe(commit)} was committed with a taken key");
            }
        }
        else if (Records.TryGetValue(write.Claim.Key, out var record) && record.Resource == write.ResourceId)
        {
            Records[write.Claim.Key] = record with { IsDone = true };
        }
    }

    /// <summary>Whether there was a moment in the batch at which this result was right.</summary>
    private bool CanBe(Ended ended, long versionBefore)
    {
        var (commit, head) = (ended.Commit, (ApiKeyRow)ended.Commit.Head);
        return ended.Result switch
        {
            null => head.KeyKind == PoisonedKind,
            CommitResult.VersionConflict => versionBefore != commit.ExpectedVersion || HistoryOf(head.Id)[^1].Version != commit.ExpectedVersion,
            CommitResult.IdempotencyConflict => commit.Idempotency is { Step: not IdempotencyStep.Complete } write && Records.ContainsKey(write.Claim.Key),
            CommitResult.UniqueConflict => _hashes.TryGetValue(Convert.ToHexString(head.KeyHash), out var owner) && owner != head.Id,
            _ => false,
        };
    }

    private static string Describe(JournalCommit commit) =>
        $"{commit.Head.Id} {commit.ExpectedVersion}->{commit.Head.Version} {commit.Idempotency?.Step} {commit.Idempotency?.Claim.Key}";
}
