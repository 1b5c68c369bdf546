using Npgsql;
using PayGate.Grains.Customers;
using PayGate.Silo.Storage;

namespace PayGate.Silo.Customers;

/// <summary>Reads the handles' own column.</summary>
public sealed class CustomerMethods(SiloDatabase database) : ICustomerMethods
{
    public async Task<IReadOnlyList<string>> Find(string merchantId, string customerId, int limit, CancellationToken cancellationToken)
    {
        await using var command = database.Reader.CreateCommand(
            "select id from paygate.card_tokens where merchant_id = $1 and customer_id = $2 order by id limit $3");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = merchantId });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = customerId });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var ids = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            ids.Add(reader.GetString(0));
        }

        return ids;
    }
}
