using System.Security.Cryptography;
using Npgsql;
using PayGate.Silo.Storage;

namespace PayGate.Silo.Keys;

/// <summary>
/// Orders anew the erasures that a restored database does not know: the place of the secrets remembers who was erased, so none of those cards opens, but the rows of their keys
/// would go on counting as keys in use.
/// </summary>
public sealed class RestoredErasures(SiloDatabase database, IMerchantSecrets secrets)
{
    /// <returns>How many merchants' keys are to be erased again.</returns>
    /// <exception cref="VaultUnavailableException">The place of the secrets does not answer for the moment.</exception>
    /// <exception cref="StorageUnavailableException">The database does not answer for the moment.</exception>
    public async Task<int> OrderAgain(CancellationToken cancellationToken)
    {
        var ordered = 0;
        foreach (var merchantId in await WithKeys(cancellationToken))
        {
            if (await IsErased(merchantId, cancellationToken))
            {
                ordered += await Order(merchantId, cancellationToken);
            }
        }

        return ordered;
    }

    private async Task<IReadOnlyList<string>> WithKeys(CancellationToken cancellationToken)
    {
        await using var command = database.Reader.CreateCommand(
            "select distinct merchant_id from paygate.encryption_keys where state -> 'key' ->> 'erased' is null order by 1");
        return await KeyRows.Read(command, reader => reader.GetString(0), "Which merchants have keys cannot be read.", cancellationToken);
    }

    private async Task<bool> IsErased(string merchantId, CancellationToken cancellationToken)
    {
        try
        {
            CryptographicOperations.ZeroMemory(await secrets.Find(merchantId, cancellationToken));
            return false;
        }
        catch (MerchantErasedException)
        {
            return true;
        }
    }

    /// <summary>Two silos that start at once may both order: an erasure that was done before changes nothing.</summary>
    private async Task<int> Order(string merchantId, CancellationToken cancellationToken)
    {
        await using var command = database.Reader.CreateCommand(
            """
            insert into paygate.key_orders (kind, merchant_id, reason)
              select 'erase', $1, 'ordered'
              where not exists (select from paygate.key_orders where kind = 'erase' and merchant_id = $1 and finished_at is null)
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = merchantId });
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
