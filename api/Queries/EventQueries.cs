using Npgsql;
using PayGate.Api.Commands;
using PayGate.Api.Http;
using PayGate.Events;

namespace PayGate.Api.Queries;

/// <summary>Public events, listed from the facts that mean them and shown in their frozen form.</summary>
public sealed class EventQueries(ApiDatabase database, IGrainFactory grains)
{
    /// <summary>The archive is stateless; one key serves all.</summary>
    private const string Archive = "events";

    /// <summary>Facts do not repeat the mode of their stream: it stands in the first one, and never changes.</summary>
    private const string Livemode =
        "(select (f.data->>'livemode')::boolean from paygate.events f where f.stream_id = e.stream_id and f.stream_created = e.stream_created and f.seq = 1)";

    /// <summary>The event's body, or null if there is none of this tenant.</summary>
    public async Task<byte[]?> Find(string id, Tenant tenant, CancellationToken cancellationToken)
    {
        if (PublicEventId.Parse(id) is not { } eventId || !await BelongsTo(eventId, tenant, cancellationToken))
        {
            return null;
        }

        return (await Bodies([id], cancellationToken)).GetValueOrDefault(id);
    }

    /// <summary>One page; null for an unknown cursor.</summary>
    public async Task<Page<byte[]>?> List(
        Tenant tenant, ListQuery query, IReadOnlyList<string> types, CancellationToken cancellationToken)
    {
        var cursor = PublicEventId.Parse(query.Cursor);
        if (query.Cursor is not null && (cursor is null || !await BelongsTo(cursor.Value, tenant, cancellationToken)))
        {
            return null;
        }

        await using var command = After(cursor, query, Matching("e.stream_id, e.seq, t.place", tenant, query, types)).On(database);
        var ids = new List<string>();
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                var id = new PublicEventId { StreamId = reader.GetString(0), Seq = reader.GetInt64(1), Place = reader.GetInt16(2) };
                ids.Add(id.ToString());
            }
        }

        var page = query.PageOf(
            ids, query.IncludesTotalCount ? await Matching("count(*)", tenant, query, types).Count(database, cancellationToken) : null);
        var bodies = await Bodies([.. page.Items], cancellationToken);
        return page.Select(id => bodies[id]);
    }

    private static SqlText Matching(string columns, Tenant tenant, ListQuery query, IReadOnlyList<string> types) =>
        new SqlText($"select {columns} from paygate.events e join paygate.public_event_types t on t.fact = e.type where true")
            .AddWith(" and e.merchant_id = ?", tenant.MerchantId)
            .AddWith(" and t.type = any(?)", types.Count > 0 ? types.ToArray() : null)
            .AddWith(" and e.at >= ?", query.Created.From?.UtcDateTime)
            .AddWith(" and e.at < ?", query.Created.Before?.UtcDateTime)
            .AddWith($" and {Livemode} = ?", (bool?)tenant.Livemode);

    private static SqlText After(PublicEventId? cursor, ListQuery query, SqlText sql)
    {
        var direction = query.Direction;
        if (cursor is { } at)
        {
            sql.Add($" and (e.at, e.stream_id, e.seq, t.place) {(query.EndingBefore is null ? '<' : '>')} (select at, stream_id, seq, ")
                .AddWith("?", (short?)at.Place)
                .AddWith(" from paygate.events where stream_id = ?", at.StreamId)
                .AddWith(" and seq = ?)", (long?)at.Seq);
        }

        return sql.AddWith(
            $" order by e.at {direction}, e.stream_id {direction}, e.seq {direction}, t.place {direction} limit ?",
            (int?)(query.Limit + 1));
    }

    private async Task<bool> BelongsTo(PublicEventId id, Tenant tenant, CancellationToken cancellationToken)
    {
        await using var command = database.Reader.CreateCommand(
            $"select true from paygate.events e where e.stream_id = $1 and e.stream_created = $2 and e.seq = $3 and e.merchant_id = $4 and {Livemode} = $5");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = id.StreamId });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = ObjectId.CreatedAt(id.StreamId).UtcDateTime });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = id.Seq });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant.MerchantId });
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = tenant.Livemode });
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    private async Task<Dictionary<string, byte[]>> Bodies(List<string> ids, CancellationToken cancellationToken) =>
        ids.Count == 0 ? [] : await grains.GetGrain<IEventArchiveGrain>(Archive).Bodies(ids, cancellationToken);
}
