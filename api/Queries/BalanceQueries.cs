using Npgsql;

namespace PayGate.Api.Queries;

/// <summary>Adds up the rows of merchants' balances. They are written in the commits that book the same movements in the ledger, so a sum is never behind.</summary>
public sealed class BalanceQueries(ApiDatabase database)
{
    /// <summary>What is owed to the merchant, in order of the currencies; its settlement currency is always among them.</summary>
    public async Task<IReadOnlyList<Money>> Pending(Tenant tenant, CancellationToken cancellationToken)
    {
        await using var command = database.Reader.CreateCommand(
            """
            select currency, sum(net)::bigint
            from (
              select settlement_currency as currency, 0::bigint as net from paygate.merchant_directory where id = $1
              union all
              select currency, amount - fee from paygate.balance_transactions where merchant_id = $1 and livemode = $2) movements
            group by currency
            order by currency
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant.MerchantId });
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = tenant.Livemode });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var sums = new List<Money>();
        while (await reader.ReadAsync(cancellationToken))
        {
            sums.Add(new Money(reader.GetInt64(1), Currency.Parse(reader.GetString(0))));
        }

        return sums;
    }
}
