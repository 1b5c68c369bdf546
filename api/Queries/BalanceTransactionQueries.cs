using System.Text;
using PayGate.Api.BalanceTransactions;
using PayGate.Api.Commands;
using PayGate.Payouts;

namespace PayGate.Api.Queries;

/// <summary>The movements of merchants' balances: those of payments, which settlement collects, and those of payouts, which it does not.</summary>
public sealed class BalanceTransactionQueries(ApiDatabase database, TimeProvider clock)
{
    private const string All =
        """
        from (
          select id, merchant_id, livemode, case when type in ('dispute', 'dispute_reinstated') then 'adjustment' else type end as type, source_id, currency,
            payment_intent_id, null as payout_id, batch_id
          from paygate.balance_transactions
          union all
          select id, merchant_id, livemode, type, payout_id, currency, null, payout_id, null from paygate.payout_transactions) o
        left join paygate.payment_intents p on p.id = o.payment_intent_id
        left join paygate.payouts y on y.id = o.payout_id
        where true
        """;

    private const string Prefix = "txn";

    /// <summary>A movement that a payout of the tenant made; null for every other.</summary>
    public async Task<FoundMovement?> FindOfPayout(string id, Tenant tenant, CancellationToken cancellationToken)
    {
        if (!ObjectId.IsWellFormed(Prefix, id))
        {
            return null;
        }

        var found = await Read(Of("o.id, p.state::text, y.state::text", tenant).AddWith(" and o.id = ?", id).Add(" and o.payout_id is not null"), cancellationToken);
        return found.SingleOrDefault();
    }

    /// <summary>One page of a merchant's movements, newest first; null for an unknown cursor.</summary>
    public async Task<Page<FoundMovement>?> List(Tenant tenant, BalanceTransactionListParams list, CancellationToken cancellationToken)
    {
        var query = list.Query;
        if (query.Cursor is { } cursor && await Of("count(*)", tenant).AddWith(" and o.id = ?", cursor).Count(database, cancellationToken) == 0)
        {
            return null;
        }

        var page = Matching("o.id, p.state::text, y.state::text")
            .AddWith(" and o.id < ?", query.StartingAfter)
            .AddWith(" and o.id > ?", query.EndingBefore)
            .AddWith($" order by o.id {query.Direction} limit ?", (int?)(query.Limit + 1));
        return query.PageOf(await Read(page, cancellationToken), query.IncludesTotalCount ? await Matching("count(*)").Count(database, cancellationToken) : null);

        SqlText Matching(string columns) => Of(columns, tenant)
            .AddWith(" and o.id >= ?", Lowest(query.Created.From))
            .AddWith(" and o.id < ?", Lowest(query.Created.Before))
            .AddWith(" and o.type = ?", list.Type)
            .AddWith(" and o.source_id = ?", list.Source)
            .AddWith(" and o.currency = ?", list.Currency?.Code)
            .AddWith(
                """
                 and (o.payout_id = ? or o.batch_id in (
                  select m.source_id from paygate.available_movements t
                  join paygate.available_movements m using (merchant_id, livemode, currency)
                  where t.source_id = ? and t.source_type = 'payout' and m.source_type = 'settlement' and m.seq < t.seq and m.seq > coalesce((
                    select max(b.seq) from paygate.available_movements b
                    where b.merchant_id = t.merchant_id and b.livemode = t.livemode and b.currency = t.currency and b.source_type = 'payout' and b.seq < t.seq), 0)))
                """,
                list.Payout);

        string? Lowest(DateTimeOffset? instant) => instant is { } at ? ObjectId.LowestAt(Prefix, tenant.MerchantId, at) : null;
    }

    private static SqlText Of(string columns, Tenant tenant) => new SqlText($"select {columns} {All}")
        .AddWith(" and o.merchant_id = ?", tenant.MerchantId)
        .AddWith(" and o.livemode = ?", (bool?)tenant.Livemode);

    private async Task<List<FoundMovement>> Read(SqlText sql, CancellationToken cancellationToken)
    {
        await using var command = sql.On(database);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var (found, now) = (new List<FoundMovement>(), clock.GetUtcNow());
        while (await reader.ReadAsync(cancellationToken))
        {
            found.Add(new FoundMovement(
                reader.GetString(0),
                await reader.IsDBNullAsync(1, cancellationToken) ? null : PaymentIntentStorage.Read(Encoding.UTF8.GetBytes(reader.GetString(1))).AsOf(now),
                await reader.IsDBNullAsync(2, cancellationToken) ? null : PayoutStorage.Read(Encoding.UTF8.GetBytes(reader.GetString(2)))));
        }

        return found;
    }
}

/// <summary>A movement with what it is read from: one of the two.</summary>
/// <param name="Id">The balance transaction.</param>
/// <param name="Payment">The payment whose money moved.</param>
/// <param name="Payout">The payout that moved it.</param>
public sealed record FoundMovement(string Id, PaymentIntent? Payment, Payout? Payout);
