using Npgsql;
using PayGate.Silo.Storage;

namespace PayGate.Silo.Keys;

/// <summary>Reads the few rows that say which keys there are and how they are wrapped.</summary>
internal static class KeyRows
{
    /// <summary>Reads which versions of a key that is derived from the root key there are.</summary>
    /// <exception cref="StorageUnavailableException">The list cannot be read for the moment.</exception>
    public static Task<IReadOnlyList<T>> Versions<T>(NpgsqlCommand command, Func<NpgsqlDataReader, T> row, CancellationToken cancellationToken) =>
        Read(command, row, "The versions of the keys that are derived from the root key cannot be read.", cancellationToken);

    /// <exception cref="StorageUnavailableException">The rows cannot be read for the moment.</exception>
    public static async Task<IReadOnlyList<T>> Read<T>(NpgsqlCommand command, Func<NpgsqlDataReader, T> row, string failure, CancellationToken cancellationToken)
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
            throw new StorageUnavailableException(failure, exception);
        }
    }
}
