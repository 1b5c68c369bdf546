using System.Collections.Immutable;
using Npgsql;
using PayGate.Grains.Journal;

namespace PayGate.Silo.Books.Verification;

/// <summary>All facts of one stream as they are stored.</summary>
/// <param name="Rows">In the order of their numbers; not empty.</param>
/// <param name="Facts">The same with what stands beside them.</param>
internal sealed record StoredStream(ImmutableArray<FactRow> Rows, IReadOnlyList<StoredFact> Facts)
{
    public string Id => Rows[0].StreamId;

    /// <summary>All streams, one after the other.</summary>
    public static async IAsyncEnumerable<StoredStream> ReadAll(
        NpgsqlConnection connection, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            select e.stream_id, e.merchant_id, e.seq, e.type, e.data::text, e.prev_hash, e.hash, e.at, d.data::text, m.data::text
            from paygate.events e
            left join paygate.fact_details d on d.id = e.stream_id and d.seq = e.seq
            left join paygate.fact_members m on m.id = e.stream_id and m.seq = e.seq
            order by e.stream_id, e.seq
            """,
            connection)
        { CommandTimeout = 0 };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = ImmutableArray.CreateBuilder<FactRow>();
        var facts = new List<StoredFact>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var row = RowOf(reader);
            if (rows.Count > 0 && rows[0].StreamId != row.StreamId)
            {
                yield return new StoredStream(rows.DrainToImmutable(), facts);
                facts = [];
            }

            rows.Add(row);
            facts.Add(FactOf(row, Text(reader, 8), Text(reader, 9)));
        }

        if (rows.Count > 0)
        {
            yield return new StoredStream(rows.DrainToImmutable(), facts);
        }
    }

    private static FactRow RowOf(NpgsqlDataReader reader) => new()
    {
        StreamId = reader.GetString(0),
        MerchantId = reader.GetString(1),
        Seq = reader.GetInt64(2),
        Type = reader.GetString(3),
        Data = reader.GetString(4),
        PrevHash = reader.IsDBNull(5) ? null : (byte[])reader.GetValue(5),
        Hash = (byte[])reader.GetValue(6),
        At = reader.GetDateTime(7),
    };

    private static StoredFact FactOf(FactRow row, string? details, string? members) =>
        new(row.Seq, row.Type, members is null ? row.Data : PersonalMembers.Join(row.Data, members), row.At, details);

    private static string? Text(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}
