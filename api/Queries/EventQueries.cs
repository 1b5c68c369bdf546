using System.Text;
using Npgsql;
using PayGate.Api.Http;
using PayGate.Events;
using PayGate.PaymentIntents;

namespace PayGate.Api.Queries;

/// <summary>Public events, listed from the facts that mean them and shown in their frozen form.</summary>
public sealed class EventQueries(ApiDatabase database, IGrainFactory grains)
{
    /// <summary>The archive is stateless; one key serves all.</summary>
    private const string Archive = "events";

    /// <summary>The event's body, or null if there is none of this tenant.</summary>
    public async Task<byte[]?> Find(string id, Tenant tenant, CancellationToken cancellationToken)
    {
        if (PublicEventId.Parse(id) is not { } eventId || !await BelongsTo(eventId, tenant, cancellationToken))
        {
            return null;
        }

        return (await Bodies([id], cancellationToken)).GetValueOrDefault(id);
    }

    /// <summary>One page, newest first; null for an unknown cursor.</summary>
    public async Task<(IReadOnlyList<byte[]> Items, bool HasMore)?> List(
        Tenant tenant, ListQuery query, IReadOnlyList<string> types, CancellationToken cancellationToken)
    {
        var cursor = PublicEventId.Parse(query.StartingAfter ?? query.EndingBefore);
        if ((query.StartingAfter ?? query.EndingBefore) is not null && (cursor is null || !await BelongsTo(cursor.Value, tenant, cancellationToken)))
        {
            return null;
        }

        await using var command = Page(tenant, query, types, cursor);
        var ids = new List<string>();
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                ids.Add(new PublicEventId { StreamId = reader.GetString(0), Seq = reader.GetInt64(1), Place = reader.GetInt16(2) }.ToString());
            }
        }

        var shown = ids.Take(query.Limit).ToList();
        if (query.EndingBefore is not null)
        {
            shown.Reverse();
        }

        var bodies = await Bodies(shown, cancellationToken);
        return ([.. shown.Select(id => bodies[id])], ids.Count > query.Limit);
    }

    private NpgsqlCommand Page(Tenant tenant, ListQuery query, IReadOnlyList<string> types, PublicEventId? cursor)
    {
        var command = database.Reader.CreateCommand();
        var sql = new StringBuilder(
            "select e.stream_id, e.seq, t.place from paygate.events e join paygate.public_event_types t on t.fact = e.type where e.merchant_id = ");
        sql.Append(Bind(tenant.MerchantId));
        if (types.Count > 0)
        {
            sql.Append(" and t.type = any(").Append(Bind(types.ToArray())).Append(')');
        }

        if (query.Created.From is { } from)
        {
            sql.Append(" and e.at >= ").Append(Bind(from.UtcDateTime));
        }

        if (query.Created.Before is { } before)
        {
            sql.Append(" and e.at < ").Append(Bind(before.UtcDateTime));
        }

        if (cursor is { } at)
        {
            sql.Append(" and (e.at, e.stream_id, e.seq, t.place) ").Append(query.EndingBefore is null ? '<' : '>')
                .Append(" (select at, stream_id, seq, ").Append(Bind((short)at.Place)).Append(" from paygate.events where stream_id = ")
                .Append(Bind(at.StreamId)).Append(" and seq = ").Append(Bind(at.Seq)).Append(')');
        }

        var direction = query.EndingBefore is null ? "desc" : "asc";
        sql.Append($" order by e.at {direction}, e.stream_id {direction}, e.seq {direction}, t.place {direction} limit ").Append(Bind(query.Limit + 1));
        command.CommandText = sql.ToString();
        return command;

        string Bind<T>(T value)
        {
            command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
            return $"${command.Parameters.Count}";
        }
    }

    private async Task<bool> BelongsTo(PublicEventId id, Tenant tenant, CancellationToken cancellationToken)
    {
        await using var command = database.Reader.CreateCommand(
            "select true from paygate.events where stream_id = $1 and stream_created = $2 and seq = $3 and merchant_id = $4");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = id.StreamId });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = ObjectId.CreatedAt(id.StreamId).UtcDateTime });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = id.Seq });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant.MerchantId });
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    private async Task<Dictionary<string, byte[]>> Bodies(List<string> ids, CancellationToken cancellationToken) =>
        ids.Count == 0 ? [] : await grains.GetGrain<IEventArchiveGrain>(Archive).Bodies(ids, cancellationToken);
}
