using Npgsql;
using PayGate.Events;
using PayGate.Grains.Journal;
using PayGate.Silo.Storage;

namespace PayGate.Silo.Events;

/// <summary>Facts and frozen events in PostgreSQL.</summary>
public sealed class FactReader(SiloDatabase database) : IFactReader
{
    public async Task<IReadOnlyList<StoredFact>> Facts(string streamId, long lastSeq, CancellationToken cancellationToken)
    {
        await using var command = database.Reader.CreateCommand(
            """
            select e.seq, e.type, e.data::text, e.at, d.data::text
            from paygate.events e left join paygate.fact_details d on d.id = e.stream_id and d.seq = e.seq
            where e.stream_id = $1 and e.stream_created = $2 and e.seq <= $3
            order by e.seq
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = streamId });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = ObjectId.CreatedAt(streamId).UtcDateTime });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = lastSeq });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var facts = new List<StoredFact>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var details = await reader.IsDBNullAsync(4, cancellationToken) ? null : reader.GetString(4);
            facts.Add(new StoredFact(reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetDateTime(3), details));
        }

        return facts;
    }

    public async Task<Dictionary<string, byte[]>> Frozen(IReadOnlyList<string> eventIds, CancellationToken cancellationToken)
    {
        await using var command = database.Reader.CreateCommand("select id, body from paygate.public_events where id = any($1)");
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. eventIds] });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var bodies = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken))
        {
            bodies[reader.GetString(0)] = (byte[])reader.GetValue(1);
        }

        return bodies;
    }

    public async Task<Dictionary<string, byte[]>> Freeze(
        string merchantId, IReadOnlyDictionary<string, byte[]> bodies, CancellationToken cancellationToken)
    {
        await using var command = database.Reader.CreateCommand(
            """
            insert into paygate.public_events (id, stream_created, merchant_id, body)
            select id, stream_created, $1, body from unnest($2::text[], $3::timestamptz[], $4::bytea[]) as u(id, stream_created, body)
            on conflict do nothing
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = merchantId });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. bodies.Keys] });
        command.Parameters.Add(new NpgsqlParameter<DateTime[]>
        {
            TypedValue = [.. bodies.Keys.Select(id => ObjectId.CreatedAt(PublicEventId.Parse(id)!.Value.StreamId).UtcDateTime)],
        });
        command.Parameters.Add(new NpgsqlParameter<byte[][]> { TypedValue = [.. bodies.Values] });
        await command.ExecuteNonQueryAsync(cancellationToken);
        return await Frozen([.. bodies.Keys], cancellationToken);
    }
}
