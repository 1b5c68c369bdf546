using Npgsql;

namespace PayGate.Api.Queries;

/// <summary>What the API may read of merchants.</summary>
public sealed class MerchantQueries(ApiDatabase database)
{
    /// <summary>The name shown to customers; empty for an unknown merchant, which a payment cannot have.</summary>
    public async Task<string> FindName(string merchantId, CancellationToken cancellationToken)
    {
        await using var command = database.Reader.CreateCommand("select name from paygate.merchant_directory where id = $1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = merchantId });
        return await command.ExecuteScalarAsync(cancellationToken) as string ?? "";
    }

    /// <summary>What a merchant's figures are counted in.</summary>
    public async Task<MerchantSettings> FindSettings(string merchantId, CancellationToken cancellationToken)
    {
        await using var command = database.Reader.CreateCommand("select settlement_currency, time_zone from paygate.merchant_directory where id = $1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = merchantId });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new MerchantSettings(reader.GetString(0), reader.GetString(1))
            : throw new InvalidOperationException($"There is no merchant {merchantId}, for whom a caller spoke.");
    }
}

/// <param name="SettlementCurrency">Its ISO 4217 code.</param>
/// <param name="TimeZone">An IANA name.</param>
public sealed record MerchantSettings(string SettlementCurrency, string TimeZone);
