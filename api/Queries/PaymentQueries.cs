using System.Text;
using Npgsql;
using PayGate.Api.Commands;
using PayGate.Api.Search;

namespace PayGate.Api.Queries;

/// <summary>
/// Reads payments by SQL: their rows are written in the commit that changes them, so a read is never behind. An object that belongs to a
/// payment is found through its index row and comes as the payment it belongs to.
/// </summary>
public sealed class PaymentQueries(ApiDatabase database, TimeProvider clock)
{
    /// <summary>One object by id, or null if no such object exists; the caller compares the tenant.</summary>
    public async Task<FoundPayment?> Find(PaymentKind kind, string id, CancellationToken cancellationToken)
    {
        if (!ObjectId.IsWellFormed(kind.Prefix, id))
        {
            return null;
        }

        await using var command = database.Reader.CreateCommand(
            kind == PaymentKind.PaymentIntent
                ? "select id, state::text, due_at from paygate.payment_intents where id = $1"
                : $"select o.id, p.state::text, p.due_at from {Joined(kind)} where o.id = $1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = id });
        return (await Read(command, cancellationToken)).FirstOrDefault();
    }

    /// <summary>Those of the tenant's payments that have these ids, as last committed.</summary>
    public async Task<IReadOnlyList<PaymentIntent>> FindAll(IEnumerable<string> ids, Tenant tenant, CancellationToken cancellationToken)
    {
        await using var command = database.Reader.CreateCommand(
            "select id, state::text, due_at from paygate.payment_intents where id = any($1) and merchant_id = $2 and livemode = $3");
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. ids.Distinct()] });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant.MerchantId });
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = tenant.Livemode });
        return [.. (await Read(command, cancellationToken)).Select(found => found.Payment)];
    }

    /// <summary>
    /// One page of a merchant's objects. Payments read as they are by now, also those whose expiry no actor has got to yet. An unknown
    /// cursor, or one of another merchant or mode, gives null.
    /// </summary>
    public async Task<Page<FoundPayment>?> List(PaymentKind kind, Tenant tenant, IListParams list, CancellationToken cancellationToken)
    {
        var query = list.Query;
        if (query.Cursor is { } cursor && (await Find(kind, cursor, cancellationToken))?.Payment.Tenant != tenant)
        {
            return null;
        }

        var now = clock.GetUtcNow();
        await using var command = Matching("o.id, p.state::text, p.due_at", kind, tenant, list)
            .AddWith(" and o.id < ?", query.StartingAfter)
            .AddWith(" and o.id > ?", query.EndingBefore)
            .AddWith($" order by o.id {query.Direction} limit ?", (int?)(query.Limit + 1))
            .On(database);
        var items = (await Read(command, cancellationToken)).Select(found => found with { Payment = found.Payment.AsOf(now) });
        return query.PageOf(
            [.. items],
            query.IncludesTotalCount ? await Matching("count(*)", kind, tenant, list).Count(database, cancellationToken) : null);
    }

    /// <summary>One page of a merchant's objects that a search finds, newest first; a refusal for what cannot be searched.</summary>
    internal async Task<Outcome<Page<FoundPayment>>> Search(
        PaymentKind kind, Tenant tenant, SearchFields fields, SearchParams search, CancellationToken cancellationToken)
    {
        var query = SearchQuery.Parse(search.Query);
        if (!query.IsSuccess)
        {
            return query.Refusal;
        }

        var sql = Of("o.id, p.state::text, p.due_at", kind, tenant);
        if (fields.AddTo(sql, query.Value) is { } refusal)
        {
            return refusal;
        }

        await using var command = sql.AddWith(" and o.id < ?", search.Page).AddWith(" order by o.id desc limit ?", (int?)(search.Limit + 1)).On(database);
        var found = await Read(command, cancellationToken);
        long? total = null;
        if (search.CountsAll)
        {
            var count = Of("count(*)", kind, tenant);
            fields.AddTo(count, query.Value);
            total = await count.Count(database, cancellationToken);
        }

        return new Page<FoundPayment>([.. found.Take(search.Limit)], found.Count > search.Limit, total);
    }

    private static SqlText Of(string columns, PaymentKind kind, Tenant tenant) =>
        new SqlText($"select {columns} from {Joined(kind)} where true")
            .AddWith(" and o.merchant_id = ?", tenant.MerchantId)
            .AddWith(" and p.livemode = ?", (bool?)tenant.Livemode);

    private static SqlText Matching(string columns, PaymentKind kind, Tenant tenant, IListParams list) => list.Own.Aggregate(
        Of(columns, kind, tenant)
            .AddWith(" and o.id >= ?", Lowest(kind, tenant, list.Query.Created.From))
            .AddWith(" and o.id < ?", Lowest(kind, tenant, list.Query.Created.Before))
            .AddWith(" and o.payment_intent_id = ?", list.PaymentIntent)
            .AddWith(" and p.customer_id = ?", list.Customer)
            .AddWith(" and p.id = (select payment_intent_id from paygate.charges where id = ?)", list.Charge),
        (sql, own) => sql.AddWith($" and o.{own.Column} = ?", own.Value));

    private static string Joined(PaymentKind kind) => $"({kind.Source}) o join paygate.payment_intents p on p.id = o.payment_intent_id";

    private static string? Lowest(PaymentKind kind, Tenant tenant, DateTimeOffset? instant) =>
        instant is { } at ? ObjectId.LowestAt(kind.Prefix, tenant.MerchantId, at) : null;

    private static async Task<List<FoundPayment>> Read(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var found = new List<FoundPayment>();
        while (await reader.ReadAsync(cancellationToken))
        {
            found.Add(new FoundPayment(
                reader.GetString(0),
                PaymentIntentStorage.Read(Encoding.UTF8.GetBytes(reader.GetString(1))),
                await reader.IsDBNullAsync(2, cancellationToken) ? null : reader.GetDateTime(2)));
        }

        return found;
    }
}
