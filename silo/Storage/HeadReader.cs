using System.Text;
using Npgsql;
using PayGate.Grains.Journal;
using PayGate.Silo.Storage.Tables;

namespace PayGate.Silo.Storage;

/// <summary>Reads the stored head of one actor.</summary>
public sealed class HeadReader(SiloDatabase database)
{
    public async Task<StoredHead?> Load(StreamKind kind, string streamId, CancellationToken cancellationToken)
    {
        try
        {
            await using var command = database.Reader.CreateCommand(
                $"select version, head_hash, state::text, due_at from {HeadTables.ByKind[kind].Name} where id = $1");
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = streamId });
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            return await reader.ReadAsync(cancellationToken)
                ? new StoredHead(
                    reader.GetInt64(0),
                    (byte[])reader.GetValue(1),
                    Encoding.UTF8.GetBytes(reader.GetString(2)),
                    await reader.IsDBNullAsync(3, cancellationToken) ? null : await reader.GetFieldValueAsync<DateTimeOffset>(3, cancellationToken))
                : null;
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
        {
            throw new StorageUnavailableException("The database cannot be read.", exception);
        }
    }
}
