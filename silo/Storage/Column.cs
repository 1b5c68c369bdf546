using Npgsql;
using NpgsqlTypes;

namespace PayGate.Silo.Storage;

/// <summary>One column of a multi-row statement: its name, its type, and how a batch of rows becomes one array parameter.</summary>
internal sealed record Column<TRow>(string Name, string ArrayType, Func<IReadOnlyList<TRow>, NpgsqlParameter> ToParameter)
{
    public static Column<TRow> Of<T>(string name, NpgsqlDbType type, Func<TRow, T> value) =>
        new(name, SqlName(type) + "[]", rows =>
        {
            var values = new T[rows.Count];
            for (var index = 0; index < values.Length; index++)
            {
                values[index] = value(rows[index]);
            }

            return new NpgsqlParameter<T[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type };
        });

    public static Column<TRow> Text(string name, Func<TRow, string?> value) => Of(name, NpgsqlDbType.Text, value);

    public static Column<TRow> Bigint(string name, Func<TRow, long> value) => Of(name, NpgsqlDbType.Bigint, value);

    public static Column<TRow> Boolean(string name, Func<TRow, bool> value) => Of(name, NpgsqlDbType.Boolean, value);

    public static Column<TRow> Bytes(string name, Func<TRow, byte[]?> value) => Of(name, NpgsqlDbType.Bytea, value);

    public static Column<TRow> Instant(string name, Func<TRow, DateTimeOffset?> value) => Of(name, NpgsqlDbType.TimestampTz, row => value(row)?.UtcDateTime);

    private static string SqlName(NpgsqlDbType type) => type switch
    {
        NpgsqlDbType.TimestampTz => "timestamptz",
        NpgsqlDbType.Smallint => "smallint",
        NpgsqlDbType.Integer => "int",
        _ => type.ToString().ToLowerInvariant(),
    };
}
