using System.Text;
using Npgsql;
using PayGate.Api.CheckoutSessions;
using PayGate.Api.Commands;
using PayGate.CheckoutSessions;

namespace PayGate.Api.Queries;

/// <summary>Reads checkout sessions by SQL: their rows are written in the commit that changes them, so a read is never behind.</summary>
public sealed class CheckoutSessionQueries(ApiDatabase database)
{
    /// <summary>A session of the tenant; null for what is unknown, of another merchant or of the other mode alike.</summary>
    public async Task<CheckoutSession?> Find(string id, Tenant tenant, CancellationToken cancellationToken)
    {
        if (!ObjectId.IsWellFormed(ICheckoutSessionGrain.Prefix, id))
        {
            return null;
        }

        await using var command = database.Reader.CreateCommand("select state::text from paygate.checkout_sessions where id = $1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = id });
        return (await Read(command, cancellationToken)).FirstOrDefault() is { } session && session.Tenant == tenant ? session : null;
    }

    /// <summary>One page of a merchant's sessions; null for an unknown cursor.</summary>
    public async Task<Page<CheckoutSession>?> List(Tenant tenant, SessionListParams list, CancellationToken cancellationToken)
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

    private static SqlText Matching(string columns, Tenant tenant, SessionListParams list) =>
        new SqlText($"select {columns} from paygate.checkout_sessions where true")
            .AddWith(" and merchant_id = ?", tenant.MerchantId)
            .AddWith(" and livemode = ?", (bool?)tenant.Livemode)
            .AddWith(" and customer_id = ?", list.Customer)
            .AddWith(" and payment_intent_id = ?", list.PaymentIntent)
            .AddWith(" and order_id = ?", list.OrderId)
            .AddWith(" and status = ?", list.Status)
            .AddWith(" and id >= ?", Lowest(tenant, list.Query.Created.From))
            .AddWith(" and id < ?", Lowest(tenant, list.Query.Created.Before));

    private static string? Lowest(Tenant tenant, DateTimeOffset? instant) =>
        instant is { } at ? ObjectId.LowestAt(ICheckoutSessionGrain.Prefix, tenant.MerchantId, at) : null;

    private static async Task<List<CheckoutSession>> Read(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var sessions = new List<CheckoutSession>();
        while (await reader.ReadAsync(cancellationToken))
        {
            sessions.Add(CheckoutSessionStorage.Read(Encoding.UTF8.GetBytes(reader.GetString(0))));
        }

        return sessions;
    }
}
