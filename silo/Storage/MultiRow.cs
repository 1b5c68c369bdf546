using Npgsql;

namespace PayGate.Silo.Storage;

/// <summary>Multi-row statements over one table: rows travel as one array per column, so the statement's text never changes and stays prepared.</summary>
/// <remarks>
/// The arrays are unnested in the select list, which hands the rows on one by one; in the from clause PostgreSQL would first copy each column into a store of its own.
/// </remarks>
internal sealed class MultiRow<TRow>(string table, params Column<TRow>[] columns)
{
    private readonly string _names = string.Join(", ", columns.Select(column => column.Name));
    private readonly string _rows = "select " + string.Join(", ", columns.Select((column, index) => $"unnest(${index + 1}::{column.ArrayType}) as {column.Name}"));

    /// <summary>Inserts all rows, then whatever the suffix says about conflicts and returned columns.</summary>
    public NpgsqlBatchCommand Insert(IReadOnlyList<TRow> rows, string suffix = "") =>
        Bind($"insert into {table} ({_names}) {_rows} {suffix}", rows);

    /// <summary>Updates the table as <c>t</c> from the rows as <c>u</c>.</summary>
    public NpgsqlBatchCommand Update(IReadOnlyList<TRow> rows, string set, string where) =>
        Bind($"update {table} as t set {set} from ({_rows}) as u where {where}", rows);

    /// <summary>Deletes from the table as <c>t</c> what the rows as <c>u</c> match.</summary>
    public NpgsqlBatchCommand Delete(IReadOnlyList<TRow> rows, string where) =>
        Bind($"delete from {table} as t using ({_rows}) as u where {where}", rows);

    private NpgsqlBatchCommand Bind(string sql, IReadOnlyList<TRow> rows)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var column in columns)
        {
            command.Parameters.Add(column.ToParameter(rows));
        }

        return command;
    }
}
