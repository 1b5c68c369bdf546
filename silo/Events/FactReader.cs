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
            select e.seq, e.type, e.data::text, e.at, d.data::text, m.data::text
            from paygate.events e
            left join paygate.fact_details d on d.id = e.stream_id and d.seq = e.seq
            left join paygate.fact_members m on m.id = e.stream_id and m.seq = e.seq
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
            var members = await reader.IsDBNullAsync(5, cancellationToken) ? null : reader.GetString(5);
            var data = members is null ? reader.GetString(2) : PersonalMembers.Join(reader.GetString(2), members);
            facts.Add(new StoredFact(reader.GetInt64(0), reader.GetString(1), data, reader.GetDateTime(3), details));
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

    public async Task<bool> IsErased(string streamId, CancellationToken cancellationToken)
    {
        await using var command = database.Reader.CreateCommand("select paygate.is_erased($1, $2)");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = streamId });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = ObjectId.CreatedAt(streamId).UtcDateTime });
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    public async Task<Dictionary<string, byte[]>> Freeze(
        string merchantId, bool erased, IReadOnlyDictionary<string, byte[]> bodies, CancellationToken cancellationToken)
    {
        var streamId = PublicEventId.Parse(bodies.Keys.First())!.Value.StreamId;
        await using var connection = await database.Reader.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var fence = new NpgsqlCommand("select pg_advisory_xact_lock(hashtextextended($1, 0))", connection, transaction);
        fence.Parameters.Add(new NpgsqlParameter<string> { TypedValue = streamId });
        await fence.ExecuteNonQueryAsync(cancellationToken);
        await using var command = new NpgsqlCommand(
            """
            insert into paygate.public_events (id, stream_created, merchant_id, body)
            select id, stream_created, $1, body from unnest($2::text[], $3::timestamptz[], $4::bytea[]) as u(id, stream_created, body)
            where paygate.is_erased($5, $6) = $7
            on conflict do nothing
            """,
            connection,
            transaction);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = merchantId });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. bodies.Keys] });
        command.Parameters.Add(new NpgsqlParameter<DateTime[]>
        {
            TypedValue = [.. bodies.Keys.Select(id => ObjectId.CreatedAt(PublicEventId.Parse(id)!.Value.StreamId).UtcDateTime)],
        });
        command.Parameters.Add(new NpgsqlParameter<byte[][]> { TypedValue = [.. bodies.Values] });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = streamId });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = ObjectId.CreatedAt(streamId).UtcDateTime });
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = erased });
        await command.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return await Frozen([.. bodies.Keys], cancellationToken);
    }
}
