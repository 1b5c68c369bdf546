using Npgsql;
using NpgsqlTypes;
using PayGate.Grains.Journal;

namespace PayGate.Silo.Storage.Tables;

/// <summary>When which actor must be woken: one row for each head that has a due time.</summary>
internal static class DueTable
{
    private static readonly MultiRow<DueRow> Rows = new(
        "paygate.due",
        Column<DueRow>.Of("shard", NpgsqlDbType.Smallint, row => DueShards.Of(row.Id)),
        Column<DueRow>.Instant("due_at", row => row.DueAt),
        Column<DueRow>.Text("id", row => row.Id));

    /// <summary>Takes out what the replaced versions had and puts in what the new ones have.</summary>
    public static IEnumerable<NpgsqlBatchCommand> Changes(IReadOnlyList<JournalCommit> commits)
    {
        DueRow[] gone = [.. commits.Where(Moves).Select(commit => new DueRow(commit.Head.Id, commit.DueBefore)).Where(row => row.DueAt is not null)];
        if (gone.Length > 0)
        {
            yield return Rows.Delete(gone, "t.shard = u.shard and t.due_at = u.due_at and t.id = u.id");
        }

        DueRow[] added = [.. commits.Where(Moves).Select(commit => new DueRow(commit.Head.Id, commit.Head.DueAt)).Where(row => row.DueAt is not null)];
        if (added.Length > 0)
        {
            yield return Rows.Insert(added);
        }
    }

    private static bool Moves(JournalCommit commit) => commit.DueBefore != commit.Head.DueAt;

    private readonly record struct DueRow(string Id, DateTimeOffset? DueAt);
}
