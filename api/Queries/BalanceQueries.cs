using Npgsql;

namespace PayGate.Api.Queries;

/// <summary>Adds up the rows of merchants' balances. They are written in the commits that book the same movements in the ledger, so a sum is never behind.</summary>
public sealed class BalanceQueries(ApiDatabase database)
{
    /// <summary>
    /// What is owed to the merchant, in order of the currencies; its settlement currency is always among them. What is booked and not settled is pending: batches that are not
    /// settled, and what no closed batch has. What is settled is in the balance that the database keeps beside the ledger.
    /// </summary>
    public async Task<IReadOnlyList<BalanceSums>> Read(Tenant tenant, CancellationToken cancellationToken)
    {
        await using var command = database.Reader.CreateCommand(
            """
            select currency, sum(available)::bigint, sum(pending)::bigint, paygate.held_for_refunds($1, $2, currency)
            from (
              select settlement_currency as currency, 0::bigint as pending, 0::bigint as available from paygate.merchant_directory where id = $1
              union all
              select currency, amount - fee, 0 from paygate.balance_transactions where merchant_id = $1 and livemode = $2 and batch_id is null
              union all
              select t.currency, t.amount - t.fee, 0 from paygate.settlement_batches b join paygate.balance_transactions t on t.batch_id = b.id
                where b.merchant_id = $1 and b.livemode = $2 and b.status = 'collecting'
              union all
              select currency, net, 0 from paygate.settlement_batches
                where merchant_id = $1 and livemode = $2 and status not in ('collecting', 'settled')
              union all
              select currency, 0, amount from paygate.available_balances where merchant_id = $1 and livemode = $2) movements
            group by currency
            order by currency
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant.MerchantId });
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = tenant.Livemode });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var sums = new List<BalanceSums>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var currency = Currency.Parse(reader.GetString(0));
            sums.Add(new BalanceSums(new Money(reader.GetInt64(1), currency), new Money(reader.GetInt64(2), currency), new Money(reader.GetInt64(3), currency)));
        }

        return sums;
    }
}

/// <param name="Available">Settled and not paid out.</param>
/// <param name="Pending">Booked and not settled yet.</param>
/// <param name="Held">Of what is available, held back by open refund requests.</param>
public sealed record BalanceSums(Money Available, Money Pending, Money Held);
