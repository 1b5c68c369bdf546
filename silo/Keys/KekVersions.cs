using System.Collections.Immutable;
using Npgsql;
using PayGate.Silo.Storage;

namespace PayGate.Silo.Keys;

/// <summary>Which versions of the key-encryption key there are.</summary>
public interface IKekVersions
{
    /// <exception cref="StorageUnavailableException">The list cannot be read for the moment.</exception>
    Task<KekSet> Load(CancellationToken cancellationToken);
}

/// <param name="Active">New wraps use this one.</param>
/// <param name="Accepted">What still opens, the active one among them.</param>
public sealed record KekSet(int Active, ImmutableHashSet<int> Accepted);

/// <summary>The list in table <c>paygate.key_encryption_keys</c>.</summary>
public sealed class PostgresKekVersions(NpgsqlDataSource database) : IKekVersions
{
    public async Task<KekSet> Load(CancellationToken cancellationToken)
    {
        try
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
        }
        catch (PostgresException exception) when (!StorageFaults.Passes(exception))
        {
            throw;
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
        {
            throw new StorageUnavailableException("The versions of the key-encryption key cannot be read.", exception);
        }
    }
}
