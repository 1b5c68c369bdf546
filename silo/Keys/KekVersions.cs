using System.Collections.Immutable;
using Npgsql;
using PayGate.Silo.Storage;

namespace PayGate.Silo.Keys;

/// <summary>Which versions of the key-encryption key there are, and what is wrapped so far.</summary>
public interface IKekVersions
{
    /// <exception cref="StorageUnavailableException">The list cannot be read for the moment.</exception>
    Task<KekSet> Load(CancellationToken cancellationToken);

    /// <summary>Whether a key of the merchant, of any purpose and not destroyed, opens only with its wrapping secret.</summary>
    /// <exception cref="StorageUnavailableException">It cannot be read for the moment.</exception>
    Task<bool> NeedSecret(string merchantId, CancellationToken cancellationToken);
}

/// <param name="Active">New wraps use this one.</param>
/// <param name="Accepted">What still opens, the active one among them.</param>
public sealed record KekSet(int Active, ImmutableHashSet<int> Accepted);

/// <summary>The list in table <c>paygate.key_encryption_keys</c>.</summary>
public sealed class PostgresKekVersions(NpgsqlDataSource database) : IKekVersions
{
    public Task<KekSet> Load(CancellationToken cancellationToken) => Guarded("The versions of the key-encryption key cannot be read.", async () =>
    {
        await using var command = database.CreateCommand("select version, state from paygate.key_encryption_keys where accepted");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var active = 0;
        var accepted = ImmutableHashSet.CreateBuilder<int>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var version = reader.GetInt32(0);
            accepted.Add(version);
            active = reader.GetString(1) == "active" ? version : active;
        }

        return new KekSet(active, accepted.ToImmutable());
    });

    public Task<bool> NeedSecret(string merchantId, CancellationToken cancellationToken) => Guarded($"How the keys of merchant {merchantId} are wrapped cannot be read.", async () =>
    {
        await using var command = database.CreateCommand(
            """
            select exists (
              select from paygate.encryption_keys k cross join lateral json_array_elements(k.state -> 'key' -> 'versions') v (entry)
              where k.merchant_id = $1 and v.entry ->> 'state' <> 'destroyed' and v.entry -> 'key' ->> 'form' is not null)
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = merchantId });
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    });

    private static async Task<T> Guarded<T>(string failure, Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (PostgresException exception) when (!StorageFaults.Passes(exception))
        {
            throw;
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
        {
            throw new StorageUnavailableException(failure, exception);
        }
    }
}
