using Npgsql;
using PayGate.Silo.Storage;

namespace PayGate.Silo.Keys;

/// <summary>Reads the few rows that say which versions of a derived key there are.</summary>
internal static class VersionList
{
    /// <exception cref="StorageUnavailableException">The list cannot be read for the moment.</exception>
    public static async Task<IReadOnlyList<T>> Read<T>(NpgsqlCommand command, Func<NpgsqlDataReader, T> row, CancellationToken cancellationToken)
    {
        try
        {
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var rows = new List<T>();
            while (await reader.ReadAsync(cancellationToken))
            {
                rows.Add(row(reader));
            }

            return rows;
        }
        catch (PostgresException exception) when (!StorageFaults.Passes(exception))
        {
            throw;
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
        {
            throw new StorageUnavailableException("The versions of the keys that are derived from the root key cannot be read.", exception);
        }
    }
}
