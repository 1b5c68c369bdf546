using Npgsql;
using NpgsqlTypes;
using PayGate.Grains.Journal;

namespace PayGate.Silo.Storage;

/// <summary>A table of head rows: the version check decides each row's fate by itself.</summary>
internal interface IHeadTable
{
    StreamKind Kind { get; }

    /// <summary>Schema and table.</summary>
    string Name { get; }

    /// <summary>First writes; returns the ids that did not exist.</summary>
    NpgsqlBatchCommand Insert(IReadOnlyList<JournalCommit> commits);

    /// <summary>Later writes; returns the ids whose version was the expected one.</summary>
    NpgsqlBatchCommand Update(IReadOnlyList<JournalCommit> commits);

    /// <summary>Finds heads that are not what the commits say; when they are due is left out.</summary>
    NpgsqlBatchCommand Differences(IReadOnlyList<JournalCommit> commits);
}

/// <param name="kind">Whose heads these are.</param>
/// <param name="name">Schema and table.</param>
/// <param name="columns">The kind's own columns, besides those that all heads have.</param>
internal sealed class HeadTable<TRow>(StreamKind kind, string name, params Column<TRow>[] columns) : IHeadTable
    where TRow : HeadRow
{
    private readonly MultiRow<HeadWrite<TRow>> _inserts = new(name, [.. Common, .. columns.Select(Lift)]);
    private readonly MultiRow<HeadWrite<TRow>> _updates = new(name, [.. Common, .. columns.Select(Lift), Expected]);
    private readonly string _set = string.Join(
        ", ", Common.Select(column => column.Name).Concat(columns.Select(column => column.Name))
            .Except(["id", "merchant_id"]).Select(column => $"{column} = u.{column}"));

    public StreamKind Kind => kind;

    public string Name => name;

    private static Column<HeadWrite<TRow>>[] Common { get; } =
    [
        Column<HeadWrite<TRow>>.Text("id", write => write.Row.Id),
        Column<HeadWrite<TRow>>.Text("merchant_id", write => write.Row.MerchantId),
        Column<HeadWrite<TRow>>.Bigint("version", write => write.Row.Version),
        Column<HeadWrite<TRow>>.Bytes("head_hash", write => write.Row.HeadHash),
        Column<HeadWrite<TRow>>.Of("state", NpgsqlDbType.Json, write => write.Row.State),
        Column<HeadWrite<TRow>>.Instant("due_at", write => write.Row.DueAt),
    ];

    private static Column<HeadWrite<TRow>> Expected { get; } = Column<HeadWrite<TRow>>.Bigint("expected", write => write.ExpectedVersion);

    public NpgsqlBatchCommand Insert(IReadOnlyList<JournalCommit> commits) =>
        _inserts.Insert(Writes(commits), "on conflict (id) do nothing returning id");

    public NpgsqlBatchCommand Update(IReadOnlyList<JournalCommit> commits) =>
        _updates.Update(Writes(commits), _set, "t.id = u.id and t.version = u.expected returning t.id");

    public NpgsqlBatchCommand Differences(IReadOnlyList<JournalCommit> commits) => _inserts.Differences(Writes(commits), ["id"], "due_at");

    private static HeadWrite<TRow>[] Writes(IReadOnlyList<JournalCommit> commits) =>
        [.. commits.Select(commit => new HeadWrite<TRow>((TRow)commit.Head, commit.ExpectedVersion))];

    private static Column<HeadWrite<TRow>> Lift(Column<TRow> column) =>
        new(column.Name, column.ArrayType, writes => column.ToParameter(new Projection<HeadWrite<TRow>, TRow>(writes, write => write.Row)));
}

internal readonly record struct HeadWrite<TRow>(TRow Row, long ExpectedVersion);
