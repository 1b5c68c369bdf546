using PayGate.Merchants;
using PayGate.Silo.Storage;

namespace PayGate.Silo.Merchants;

/// <summary>The orders of table <c>paygate.fee_orders</c>.</summary>
public sealed class FeeOrders(SiloDatabase database)
{
    /// <summary>The oldest open order, or null.</summary>
    public async Task<(string MerchantId, SetFeePlan Order)?> Next(CancellationToken cancellationToken)
    {
        await using var command = database.Reader.CreateCommand(
            "select id, merchant_id, plan::text, ordered_by, reason from paygate.fee_orders where finished_at is null order by id limit 1");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return !await reader.ReadAsync(cancellationToken) ? null : (reader.GetString(1), new SetFeePlan
        {
            Order = reader.GetInt64(0),
            Plan = FeePlanStorage.Read(reader.GetString(2)),
            By = reader.GetString(3),
            Reason = reader.GetString(4),
        });
    }
}
