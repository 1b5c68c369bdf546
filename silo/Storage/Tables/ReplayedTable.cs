using Npgsql;
using PayGate.Grains.Journal;

namespace PayGate.Silo.Storage.Tables;

/// <summary>A table whose rows follow from facts and stay as they are for ever, so that they can be compared with what the facts say.</summary>
/// <param name="Name">Schema and table.</param>
/// <param name="Count">How many rows these commits brought.</param>
/// <param name="Differences">Finds those that are missing or differ: what names each, and how.</param>
/// <param name="Surplus">Finds rows of these streams that no fact brought. May read the whole table.</param>
internal sealed record ReplayedTable(
    string Name,
    Func<IReadOnlyList<JournalCommit>, int> Count,
    Func<IReadOnlyList<JournalCommit>, NpgsqlBatchCommand> Differences,
    Func<IReadOnlyList<JournalCommit>, NpgsqlBatchCommand> Surplus);
