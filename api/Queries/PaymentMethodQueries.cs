using PayGate.Api.Commands;
using PayGate.Api.Http;

namespace PayGate.Api.Queries;

/// <summary>Which saved cards a customer has. Their contents are the vault's and come from their actors.</summary>
public sealed class PaymentMethodQueries(ApiDatabase database)
{
    /// <summary>One page of ids; null for a cursor that is none of the customer's.</summary>
    public async Task<Page<string>?> List(string customerId, Tenant tenant, ListQuery query, CancellationToken cancellationToken)
    {
        if (query.Cursor is { } cursor && (await Read(Matching("id", customerId, tenant, query).AddWith(" and id = ?", cursor), cancellationToken)).Count == 0)
        {
            return null;
        }

        var ids = await Read(
            Matching("id", customerId, tenant, query)
                .AddWith(" and id < ?", query.StartingAfter)
                .AddWith(" and id > ?", query.EndingBefore)
                .AddWith($" order by id {query.Direction} limit ?", (int?)(query.Limit + 1)),
            cancellationToken);
        return query.PageOf(
            ids, query.IncludesTotalCount ? await Matching("count(*)", customerId, tenant, query).Count(database, cancellationToken) : null);
    }

    private static SqlText Matching(string columns, string customerId, Tenant tenant, ListQuery query) =>
        new SqlText($"select {columns} from paygate.customer_methods where true")
            .AddWith(" and merchant_id = ?", tenant.MerchantId)
            .AddWith(" and livemode = ?", (bool?)tenant.Livemode)
            .AddWith(" and customer_id = ?", customerId)
            .AddWith(" and id >= ?", Lowest(tenant, query.Created.From))
            .AddWith(" and id < ?", Lowest(tenant, query.Created.Before));

    private static string? Lowest(Tenant tenant, DateTimeOffset? instant) =>
        instant is { } at ? ObjectId.LowestAt("pm", tenant.MerchantId, at) : null;

    private async Task<List<string>> Read(SqlText sql, CancellationToken cancellationToken)
    {
        await using var command = sql.On(database);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var ids = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            ids.Add(reader.GetString(0));
        }

        return ids;
    }
}
