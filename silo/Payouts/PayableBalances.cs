using Npgsql;
using PayGate.Grains.Payouts;
using PayGate.PaymentIntents;
using PayGate.Silo.Storage;

namespace PayGate.Silo.Payouts;

/// <summary>Reads the balances that the database keeps beside the ledger.</summary>
public sealed class PayableBalances(SiloDatabase database) : IPayableBalances
{
    public async Task<IReadOnlyList<Money>> Payable(Tenant tenant, CancellationToken cancellationToken)
    {
        await using var command = database.Reader.CreateCommand(
            """
            select currency, amount - paygate.held_for_refunds(merchant_id, livemode, currency)
            from paygate.available_balances where merchant_id = $1 and livemode = $2 order by currency
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant.MerchantId });
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = tenant.Livemode });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var payable = new List<Money>();
        while (await reader.ReadAsync(cancellationToken))
        {
            payable.Add(new Money(reader.GetInt64(1), Currency.Parse(reader.GetString(0))));
        }

        return payable;
    }

    public async Task<bool> HasUnsettled(Tenant tenant, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = database.Reader.CreateCommand(
            """
            select exists (
              select from paygate.settlement_batches where merchant_id = $1 and livemode = $2 and status in ('pending', 'processing') and due_at <= $3)
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant.MerchantId });
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = tenant.Livemode });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = now.UtcDateTime });
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
