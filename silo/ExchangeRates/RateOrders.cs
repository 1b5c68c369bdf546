using System.Globalization;
using PayGate.ExchangeRates;
using PayGate.Silo.Storage;

namespace PayGate.Silo.ExchangeRates;

/// <summary>The orders of table <c>paygate.rate_orders</c>.</summary>
public sealed class RateOrders(SiloDatabase database)
{
    /// <summary>The oldest open order, or null.</summary>
    public async Task<SetRate?> Next(CancellationToken cancellationToken)
    {
        await using var command = database.Reader.CreateCommand(
            """
            select id, currency, in_base::text, hours, beyond_band, ordered_by, reason from paygate.rate_orders where finished_at is null order by id limit 1
            """);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return !await reader.ReadAsync(cancellationToken) ? null : new SetRate
        {
            Order = reader.GetInt64(0),
            Currency = Currency.Parse(reader.GetString(1)),
            InBase = decimal.Parse(reader.GetString(2), CultureInfo.InvariantCulture),
            Hours = reader.GetInt32(3),
            BeyondBand = reader.GetBoolean(4),
            By = reader.GetString(5),
            Reason = reader.GetString(6),
        };
    }
}
