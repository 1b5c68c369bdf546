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
}
