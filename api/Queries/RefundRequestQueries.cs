using System.Text;
using Npgsql;
using PayGate.Api.Commands;
using PayGate.Api.RefundRequests;
using PayGate.RefundRequests;

namespace PayGate.Api.Queries;

/// <summary>Reads refund requests by SQL: their rows are written in the commit that changes them, so a read is never behind.</summary>
public sealed class RefundRequestQueries(ApiDatabase database)
{
    /// <summary>A request of the tenant; null for all else.</summary>
    public async Task<RefundRequest?> Find(string id, Tenant tenant, CancellationToken cancellationToken)
    {
        if (!ObjectId.IsWellFormed("rr", id))
        {
            return null;
        }

        await using var command = database.Reader.CreateCommand("select state::text from paygate.refund_requests where id = $1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = id });
        return (await Read(command, cancellationToken)).FirstOrDefault() is { } request && request.Tenant == tenant ? request : null;
    }

    /// <summary>One page of a merchant's requests; null for an unknown cursor.</summary>
    public async Task<Page<RefundRequest>?> List(Tenant tenant, RefundRequestListParams list, CancellationToken cancellationToken)
    {
        var query = list.Query;
        if (query.Cursor is { } cursor && await Find(cursor, tenant, cancellationToken) is null)
        {
            return null;
        }

        await using var command = Matching("state::text", tenant, list)
            .AddWith(" and id < ?", query.StartingAfter)
            .AddWith(" and id > ?", query.EndingBefore)
            .AddWith($" order by id {query.Direction} limit ?", (int?)(query.Limit + 1))
            .On(database);
        return query.PageOf(
            await Read(command, cancellationToken),
            query.IncludesTotalCount ? await Matching("count(*)", tenant, list).Count(database, cancellationToken) : null);
    }

    private static SqlText Matching(string columns, Tenant tenant, RefundRequestListParams list) =>
        new SqlText($"select {columns} from paygate.refund_requests where true")
            .AddWith(" and merchant_id = ?", tenant.MerchantId)
            .AddWith(" and livemode = ?", (bool?)tenant.Livemode)
            .AddWith(" and status = ?", list.Status)
            .AddWith(" and customer_id = ?", list.Customer)
            .AddWith(" and payment_intent_id = ?", list.PaymentIntent)
            .AddWith(" and id >= ?", Lowest(tenant, list.Query.Created.From))
            .AddWith(" and id < ?", Lowest(tenant, list.Query.Created.Before));

    private static string? Lowest(Tenant tenant, DateTimeOffset? instant) =>
        instant is { } at ? ObjectId.LowestAt("rr", tenant.MerchantId, at) : null;

    private static async Task<List<RefundRequest>> Read(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var requests = new List<RefundRequest>();
        while (await reader.ReadAsync(cancellationToken))
        {
            requests.Add(RefundRequestStorage.Read(Encoding.UTF8.GetBytes(reader.GetString(0))));
        }

        return requests;
    }
}
