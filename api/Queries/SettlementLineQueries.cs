using System.Text;
using PayGate.Api.Commands;
using PayGate.Api.Http;

namespace PayGate.Api.Queries;

/// <summary>The movements of a batch, each with the payment that it belongs to.</summary>
public sealed class SettlementLineQueries(ApiDatabase database)
{
    private const string Columns = "t.id, t.payment_currency, t.payment_amount, p.state::text";

    /// <summary>One page of a batch's lines, newest first; null for a cursor that is none of them.</summary>
    public async Task<Page<FoundLine>?> List(string batchId, ListQuery query, CancellationToken cancellationToken)
    {
        if (query.Cursor is { } cursor && await Of("count(*)", batchId).AddWith(" and t.id = ?", cursor).Count(database, cancellationToken) == 0)
        {
            return null;
        }

        var page = Matching(Columns)
            .AddWith(" and t.id < ?", query.StartingAfter)
            .AddWith(" and t.id > ?", query.EndingBefore)
            .AddWith($" order by t.id {query.Direction} limit ?", (int?)(query.Limit + 1));
        return query.PageOf(
            await Read(page, cancellationToken), query.IncludesTotalCount ? await Matching("count(*)").Count(database, cancellationToken) : null);

        SqlText Matching(string columns) => Of(columns, batchId)
            .AddWith(" and t.created >= ?", query.Created.From?.UtcDateTime)
            .AddWith(" and t.created < ?", query.Created.Before?.UtcDateTime);
    }

    /// <summary>The lines that follow one in the order in which they happened, for a report of any length: nothing is held but a part of it.</summary>
    /// <param name="batchId">The batch.</param>
    /// <param name="after">The last line before these; empty for the first ones.</param>
    /// <param name="limit">How many at the most.</param>
    /// <param name="cancellationToken">Of the request.</param>
    public Task<List<FoundLine>> Following(string batchId, string after, int limit, CancellationToken cancellationToken) =>
        Read(Of(Columns, batchId).AddWith(" and t.id > ?", after).AddWith(" order by t.id limit ?", (int?)limit), cancellationToken);

    private static SqlText Of(string columns, string batchId) =>
        new SqlText($"select {columns} from paygate.balance_transactions t join paygate.payment_intents p on p.id = t.payment_intent_id where true")
            .AddWith(" and t.batch_id = ?", batchId);

    private async Task<List<FoundLine>> Read(SqlText sql, CancellationToken cancellationToken)
    {
        await using var command = sql.On(database);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var lines = new List<FoundLine>();
        while (await reader.ReadAsync(cancellationToken))
        {
            lines.Add(new FoundLine(
                reader.GetString(0),
                new Money(reader.GetInt64(2), Currency.Parse(reader.GetString(1))),
                PaymentIntentStorage.Read(Encoding.UTF8.GetBytes(reader.GetString(3)))));
        }

        return lines;
    }
}

/// <param name="Id">The balance transaction.</param>
/// <param name="OfPayment">The movement in the payment's currency.</param>
/// <param name="Payment">The payment whose money moved.</param>
public sealed record FoundLine(string Id, Money OfPayment, PaymentIntent Payment);
