using PayGate.Api.Commands;
using PayGate.Api.Customers;
using PayGate.Customers;

namespace PayGate.Api.Queries;

/// <summary>Customers: by id deleted ones too, in lists only those that are not.</summary>
public sealed class CustomerQueries(ApiDatabase database) : HeadQueries<Customer>(database, "cus", "paygate.customers")
{
    /// <summary>One page of those that are not deleted; null for an unknown cursor.</summary>
    public Task<Page<Customer>?> List(Tenant tenant, CustomerListParams list, CancellationToken cancellationToken) =>
        List(tenant, list.Query, sql => sql.Add(" and not deleted").AddWith(" and email = ?", list.Email), cancellationToken);

    protected override Customer ReadState(byte[] stored) => CustomerStorage.Read(stored);

    protected override Tenant TenantOf(Customer item) => item.Tenant;
}
