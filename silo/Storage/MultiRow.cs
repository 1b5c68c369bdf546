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

    /// <summary>Inserts all rows with one more column, which the database computes once for all of them.</summary>
    public NpgsqlBatchCommand Insert(IReadOnlyList<TRow> rows, string computedName, string computation) =>
        Bind($"insert into {table} ({_names}, {computedName}) {_rows}, {computation}", rows);

    /// <summary>Updates the table as <c>t</c> from the rows as <c>u</c>.</summary>
    public NpgsqlBatchCommand Update(IReadOnlyList<TRow> rows, string set, string where) =>
        Bind($"update {table} as t set {set} from ({_rows}) as u where {where}", rows);

    /// <summary>Deletes from the table as <c>t</c> what the rows as <c>u</c> match.</summary>
    public NpgsqlBatchCommand Delete(IReadOnlyList<TRow> rows, string where) =>
        Bind($"delete from {table} as t using ({_rows}) as u where {where}", rows);

    /// <summary>Finds the rows that are not stored just so: what names each, and the columns that differ, or that it is missing.</summary>
    /// <param name="rows">What there must be.</param>
    /// <param name="keys">The columns that find a row; the first one names it.</param>
    /// <param name="ignored">Columns that may differ.</param>
    public NpgsqlBatchCommand Differences(IReadOnlyList<TRow> rows, IReadOnlyList<string> keys, params IReadOnlyList<string> ignored)
    {
        var compared = columns.Where(column => !keys.Contains(column.Name) && !ignored.Contains(column.Name))
            .Select(column => (column.Name, Differs: column.ArrayType == "json[]"
                // What a later release added to a form is null in what an earlier one wrote.
                ? $"jsonb_strip_nulls(t.{column.Name}::jsonb) is distinct from jsonb_strip_nulls(u.{column.Name}::jsonb)"
                : $"t.{column.Name} is distinct from u.{column.Name}"))
            .ToArray();
        return Bind(
            $"""
             select u.{keys[0]}, case when t.{keys[0]} is null then 'is missing' else concat_ws(', ', {string.Join(", ", compared.Select(pair => $"case when {pair.Differs} then '{pair.Name}' end"))}) || ' differs' end
             from ({_rows}) u left join {table} t on {string.Join(" and ", keys.Select(key => $"t.{key} = u.{key}"))}
             where t.{keys[0]} is null or {string.Join(" or ", compared.Select(pair => pair.Differs))}
             """,
            rows);
    }

    /// <summary>Finds the stored rows of these owners that are not among the rows: what names each.</summary>
    /// <param name="rows">All that there may be.</param>
    /// <param name="keys">The columns that find a row; the first one names it.</param>
    /// <param name="owner">The column that says whose a row is.</param>
    /// <param name="owners">Its values.</param>
    public NpgsqlBatchCommand Surplus(IReadOnlyList<TRow> rows, IReadOnlyList<string> keys, string owner, IReadOnlyList<string> owners)
    {
        var command = Bind(
            $"""
             select t.{keys[0]}, 'is one too many' from {table} t
             where t.{owner} = any(${columns.Length + 1})
               and not exists (select from ({_rows}) u where {string.Join(" and ", keys.Select(key => $"t.{key} = u.{key}"))})
             """,
            rows);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. owners] });
        return command;
    }

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
