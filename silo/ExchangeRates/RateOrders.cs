using System.Globalization;
using Npgsql;
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

    /// <param name="order">What was carried out, or refused.</param>
    /// <param name="refusal">Why it was refused; null where it was not.</param>
    /// <param name="at">The wall clock's now.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task Finish(SetRate order, Refusal? refusal, DateTimeOffset at, CancellationToken cancellationToken)
    {
        await using var command = database.Reader.CreateCommand("update paygate.rate_orders set finished_at = $1, refusal = $2 where id = $3 and finished_at is null");
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = at.UtcDateTime });
        command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = refusal?.Message });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = order.Order });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
