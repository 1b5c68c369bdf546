using PayGate.Api.Commands;
using PayGate.Api.Customers;
using PayGate.Api.Search;
using PayGate.Customers;

namespace PayGate.Api.Queries;

/// <summary>Customers: by id deleted ones too, in lists and searches only those that are not.</summary>
public sealed class CustomerQueries(ApiDatabase database) : HeadQueries<Customer>(database, "cus", "paygate.customers")
{
    private const string Alive = " and not deleted";

    private readonly ApiDatabase _database = database;

    /// <summary>Those of the tenant's customers that have these ids, deleted ones too.</summary>
    public async Task<IReadOnlyList<Customer>> FindAll(IEnumerable<string> ids, Tenant tenant, CancellationToken cancellationToken)
    {
        await using var command = database.Reader.CreateCommand(
            "select state::text from paygate.customers where id = any($1) and merchant_id = $2 and livemode = $3");
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. ids.Distinct()] });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant.MerchantId });
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = tenant.Livemode });
        return await Read(command, cancellationToken);
    }

    /// <summary>One page of those that are not deleted; null for an unknown cursor.</summary>
    public Task<Page<Customer>?> List(Tenant tenant, CustomerListParams list, CancellationToken cancellationToken) =>
        List(tenant, list.Query, sql => sql.Add(Alive).AddWith(" and email = ?", list.Email), cancellationToken);

    /// <summary>One page of those that are not deleted and that a search finds, newest first; a refusal for what cannot be searched.</summary>
    internal async Task<Outcome<Page<Customer>>> Search(Tenant tenant, SearchParams search, CancellationToken cancellationToken)
    {
        var query = SearchQuery.Parse(search.Query);
        if (!query.IsSuccess)
        {
            return query.Refusal;
        }

        var sql = Living("state::text", tenant);
        if (CustomerSearch.Customers.AddTo(sql, query.Value) is { } refusal)
        {
            return refusal;
        }

        var found = await Read(sql.AddWith(" and id < ?", search.Page).AddWith(" order by id desc limit ?", (int?)(search.Limit + 1)), cancellationToken);
        long? total = null;
        if (search.CountsAll)
        {
            var count = Living("count(*)", tenant);
            CustomerSearch.Customers.AddTo(count, query.Value);
            total = await count.Count(_database, cancellationToken);
        }

        return new Page<Customer>([.. found.Take(search.Limit)], found.Count > search.Limit, total);
    }

    protected override Customer ReadState(byte[] stored) => CustomerStorage.Read(stored);

    protected override Tenant TenantOf(Customer item) => item.Tenant;

    private SqlText Living(string columns, Tenant tenant) => Of(columns, tenant).Add(Alive);
}
