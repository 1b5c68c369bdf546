using System.Text;
using Npgsql;
using PayGate.Api.Commands;
using PayGate.Api.Customers;
using PayGate.Customers;

namespace PayGate.Api.Queries;

/// <summary>Reads customers by SQL: their rows are written in the commit that changes them, so a read is never behind.</summary>
public sealed class CustomerQueries(ApiDatabase database)
{
    /// <summary>A customer of the tenant, deleted ones too; null for all else.</summary>
    public async Task<Customer?> Find(string id, Tenant tenant, CancellationToken cancellationToken)
    {
        if (!ObjectId.IsWellFormed("cus", id))
        {
            return null;
        }

        await using var command = database.Reader.CreateCommand("select state::text from paygate.customers where id = $1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = id });
        return (await Read(command, cancellationToken)).FirstOrDefault() is { } customer && customer.Tenant == tenant ? customer : null;
    }

    /// <summary>One page of those that are not deleted; null for an unknown cursor.</summary>
    public async Task<Page<Customer>?> List(Tenant tenant, CustomerListParams list, CancellationToken cancellationToken)
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

    private static SqlText Matching(string columns, Tenant tenant, CustomerListParams list) =>
        new SqlText($"select {columns} from paygate.customers where not deleted")
            .AddWith(" and merchant_id = ?", tenant.MerchantId)
            .AddWith(" and livemode = ?", (bool?)tenant.Livemode)
            .AddWith(" and email = ?", list.Email)
            .AddWith(" and id >= ?", Lowest(tenant, list.Query.Created.From))
            .AddWith(" and id < ?", Lowest(tenant, list.Query.Created.Before));

    private static string? Lowest(Tenant tenant, DateTimeOffset? instant) =>
        instant is { } at ? ObjectId.LowestAt("cus", tenant.MerchantId, at) : null;

    private static async Task<List<Customer>> Read(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var customers = new List<Customer>();
        while (await reader.ReadAsync(cancellationToken))
        {
            customers.Add(CustomerStorage.Read(Encoding.UTF8.GetBytes(reader.GetString(0))));
        }

        return customers;
    }
}
