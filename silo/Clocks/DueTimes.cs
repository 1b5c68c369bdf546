using Npgsql;
using PayGate.Grains.Clocks;
using PayGate.Silo.Storage;

namespace PayGate.Silo.Clocks;

/// <summary>Reads the table of due times over all shards.</summary>
public sealed class DueTimes(SiloDatabase database) : IDueTimes
{
    /// <summary>As many as a shard takes in one round.</summary>
    private const int RowsOfShardMax = 256;

    public async Task<IReadOnlyList<DueRow>> Find(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = database.Reader.CreateCommand(
            """
            select s.shard::smallint, d.id, d.due_at from generate_series(0, $1) as s(shard)
            cross join lateral (select id, due_at from paygate.due where shard = s.shard and due_at <= $2 order by due_at limit $3) d
            """);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = DueShards.Count - 1 });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = now.UtcDateTime });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = RowsOfShardMax });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<DueRow>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(new DueRow(reader.GetInt16(0), reader.GetString(1), reader.GetDateTime(2)));
        }

        return rows;
    }

    public async Task<DateTimeOffset?> FindNext(DateTimeOffset after, CancellationToken cancellationToken)
    {
        await using var command = database.Reader.CreateCommand(
            """
            select min(d.due_at) from generate_series(0, $1) as s(shard)
            cross join lateral (select due_at from paygate.due where shard = s.shard and due_at > $2 order by due_at limit 1) d
            """);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = DueShards.Count - 1 });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = after.UtcDateTime });
        return await command.ExecuteScalarAsync(cancellationToken) is DateTime next ? next : null;
    }
}
