using System.Globalization;
using System.Text.Json;
using PayGate.Api.Commands;
using PayGate.Api.Http;
using PayGate.CardTokens;

namespace PayGate.Api.Queries;

/// <summary>The accesses to a stored card, read from the facts of its handle that record them.</summary>
public sealed class CardAccessQueries(ApiDatabase database)
{
    private const string Prefix = "acs_";

    private static readonly JsonSerializerOptions Stored = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>One page of a handle that is the tenant's; null for a cursor that is none of its accesses.</summary>
    public async Task<Page<CardAccessResource>?> List(CardToken handle, ListQuery query, CancellationToken cancellationToken)
    {
        long? cursor = null;
        if (query.Cursor is { } id)
        {
            cursor = SeqOf(id, handle.Id);
            if (cursor is null || await Matching("count(*)", handle.Id).AddWith(" and seq = ?", cursor).Count(database, cancellationToken) == 0)
            {
                return null;
            }
        }

        var page = Between(Matching("seq, at, data->>'access'", handle.Id), query.Created)
            .AddWith(" and seq < ?", query.StartingAfter is null ? null : cursor)
            .AddWith(" and seq > ?", query.EndingBefore is null ? null : cursor)
            .AddWith($" order by seq {query.Direction} limit ?", (int?)(query.Limit + 1));
        return query.PageOf(
            await Read(page, handle, cancellationToken),
            query.IncludesTotalCount ? await Between(Matching("count(*)", handle.Id), query.Created).Count(database, cancellationToken) : null);
    }

    private static SqlText Matching(string columns, string handleId) =>
        new SqlText($"select {columns} from paygate.events where data->'access' is not null")
            .AddWith(" and stream_id = ?", handleId)
            .AddWith(" and stream_created = ?", (DateTime?)ObjectId.CreatedAt(handleId).UtcDateTime);

    private static SqlText Between(SqlText sql, CreatedFilter created) =>
        sql.AddWith(" and at >= ?", created.From?.UtcDateTime).AddWith(" and at < ?", created.Before?.UtcDateTime);

    private async Task<List<CardAccessResource>> Read(SqlText sql, CardToken handle, CancellationToken cancellationToken)
    {
        await using var command = sql.On(database);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var accesses = new List<CardAccessResource>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var access = JsonSerializer.Deserialize<CardAccess>(reader.GetString(2), Stored)!;
            accesses.Add(new CardAccessResource
            {
                Id = IdOf(handle.Id, reader.GetInt64(0)),
                Created = new DateTimeOffset(reader.GetDateTime(1)).ToUnixTimeSeconds(),
                For = access.For,
                Livemode = handle.Tenant.Livemode,
                PaymentMethod = handle.Id,
                Purpose = access.Purpose,
                Reference = access.Reference,
                Request = access.RequestId,
            });
        }

        return accesses;
    }

    /// <summary>The body of the handle's id and the number of the fact.</summary>
    private static string IdOf(string handleId, long seq) => string.Create(CultureInfo.InvariantCulture, $"{Start(handleId)}{seq}");

    private static long? SeqOf(string id, string handleId) =>
        id.StartsWith(Start(handleId), StringComparison.Ordinal)
        && long.TryParse(id.AsSpan(Start(handleId).Length), NumberStyles.None, CultureInfo.InvariantCulture, out var seq)
            ? seq
            : null;

    private static string Start(string handleId) => $"{Prefix}{handleId[(handleId.IndexOf('_', StringComparison.Ordinal) + 1)..]}_";
}
