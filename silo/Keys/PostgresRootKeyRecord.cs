using Npgsql;

namespace PayGate.Silo.Keys;

/// <summary>The record in table <c>paygate.root_key</c>, which has at most one row.</summary>
public sealed class PostgresRootKeyRecord(NpgsqlDataSource database) : IRootKeyRecord
{
    public async Task<RecordedRootKey> Load(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            """
            select r.key_id, r.key_check, exists (select from paygate.encryption_keys)
            from (values (true)) as one(only_row) left join paygate.root_key r using (only_row)
            """);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return await reader.IsDBNullAsync(0, cancellationToken)
            ? new RecordedRootKey(null, null, reader.GetBoolean(2))
            : new RecordedRootKey(reader.GetString(0), await reader.GetFieldValueAsync<byte[]>(1, cancellationToken), reader.GetBoolean(2));
    }

    public async Task<RecordedRootKey> RecordFirst(string keyId, byte[] keyCheck, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            "insert into paygate.root_key (key_id, key_check) values ($1, $2) on conflict (only_row) do nothing");
        command.Parameters.Add(new NpgsqlParameter { Value = keyId });
        command.Parameters.Add(new NpgsqlParameter { Value = keyCheck });
        await command.ExecuteNonQueryAsync(cancellationToken);
        return await Load(cancellationToken);
    }
}
