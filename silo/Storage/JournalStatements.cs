using Npgsql;
using PayGate.Grains.Journal;
using PayGate.Silo.Storage.Tables;

namespace PayGate.Silo.Storage;

/// <summary>
/// The statements of one batch, with rows sorted by key so that two writers never wait for each other in a circle. Remembers which statement decides about
/// which commit.
/// </summary>
internal sealed class JournalStatements
{
    private readonly Dictionary<(StreamKind Kind, bool First), int> _heads = [];
    private int _claims = -1;

    public List<NpgsqlBatchCommand> All { get; } = [];

    /// <summary>The first so many statements decide who lost: claims and heads.</summary>
    public int DecisiveCount { get; private set; }

    public static JournalStatements Build(IReadOnlyList<JournalCommit> commits)
    {
        var statements = new JournalStatements();
        statements.AddIdempotency(commits);
        JournalCommit[] sorted = [.. commits.OrderBy(commit => commit.Head.Id, StringComparer.Ordinal)];
        foreach (var group in sorted.GroupBy(commit => (commit.Head.Kind, First: commit.ExpectedVersion == 0)).OrderBy(group => group.Key))
        {
            var table = HeadTables.ByKind[group.Key.Kind];
            statements._heads[group.Key] = statements.All.Count;
            statements.All.Add(group.Key.First ? table.Insert([.. group]) : table.Update([.. group]));
        }

        statements.DecisiveCount = statements.All.Count;
        statements.All.AddRange(DueTable.Changes(sorted));
        statements.All.AddRange(IndexTables.Inserts(sorted));
        statements.All.AddRange(FactTables.Inserts(sorted));
        return statements;
    }

    /// <summary>A returned row as one string: the id of a head, or scope, mode and key of an idempotency record.</summary>
    public static string KeyOf(NpgsqlDataReader row) =>
        row.FieldCount == 1 ? row.GetString(0) : KeyOf(row.GetString(0), row.GetBoolean(1), row.GetString(2));

    public int HeadStatementOf(JournalCommit commit) => _heads[(commit.Head.Kind, commit.ExpectedVersion == 0)];

    /// <summary>
    /// The claim that decides about a commit, if it makes one. A completion decides nothing: where its record is gone after 24 hours, the effect still counts.
    /// </summary>
    public (int Statement, string Key)? ClaimOf(JournalCommit commit) =>
        commit.Idempotency is { Step: not IdempotencyStep.Complete, Claim: var claim } ? (_claims, KeyOf(claim.Scope, claim.Livemode, claim.Key)) : null;

    private static string KeyOf(string scope, bool livemode, string key) => $"{scope}\n{livemode}\n{key}";

    private void AddIdempotency(IReadOnlyList<JournalCommit> commits)
    {
        var writes = commits.Select(commit => commit.Idempotency).OfType<IdempotencyWrite>()
            .OrderBy(write => write.Claim.Scope, StringComparer.Ordinal).ThenBy(write => write.Claim.Key, StringComparer.Ordinal)
            .ToLookup(write => write.Step == IdempotencyStep.Complete);
        if (writes[false].Any())
        {
            _claims = All.Count;
            All.Add(IdempotencyTable.Claim([.. writes[false]]));
        }

        if (writes[true].Any())
        {
            All.Add(IdempotencyTable.Complete([.. writes[true]]));
        }
    }
}
