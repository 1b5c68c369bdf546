using Npgsql;
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

    /// <param name="id">The order's number.</param>
    /// <param name="refusal">Why it was refused; null where it was carried out.</param>
    /// <param name="at">Now.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task Finish(long id, Refusal? refusal, DateTimeOffset at, CancellationToken cancellationToken)
    {
        await using var command = database.Reader.CreateCommand("update paygate.fee_orders set finished_at = $1, refusal = $2 where id = $3 and finished_at is null");
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = at.UtcDateTime });
        command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = refusal?.Message });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = id });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
