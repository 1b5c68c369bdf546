using Npgsql;
using PayGate.Grains.DueWork;
using PayGate.Silo.Storage;

namespace PayGate.Silo.DueWork;

/// <summary>Reads the table of due times.</summary>
public sealed class DueRows(SiloDatabase database) : IDueRows
{
    public async Task<IReadOnlyList<string>> Find(short shard, DateTimeOffset now, int limit, CancellationToken cancellationToken)
    {
        await using var command = database.Reader.CreateCommand("select id from paygate.due where shard = $1 and due_at <= $2 order by due_at limit $3");
        command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = shard });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = now.UtcDateTime });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var ids = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            ids.Add(reader.GetString(0));
        }

        return ids;
    }
}
