using PayGate.Api.Commands;
using PayGate.Api.Customers;
using PayGate.Api.Search;
using PayGate.Customers;

namespace PayGate.Api.Queries;

/// <summary>Customers: by id deleted ones too, in lists and searches only those that are not.</summary>
public sealed class CustomerQueries(ApiDatabase database) : HeadQueries<Customer>(database, "cus", "paygate.customers")
{
    private const string Alive = " and not deleted";

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
            total = await Count(count, cancellationToken);
        }

        return new Page<Customer>([.. found.Take(search.Limit)], found.Count > search.Limit, total);
    }

    protected override Customer ReadState(byte[] stored) => CustomerStorage.Read(stored);

    protected override Tenant TenantOf(Customer item) => item.Tenant;

    private SqlText Living(string columns, Tenant tenant) => Of(columns, tenant).Add(Alive);
}
