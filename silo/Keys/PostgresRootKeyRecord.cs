using Npgsql;
using NpgsqlTypes;

namespace PayGate.Silo.Keys;

/// <summary>The record in table <c>paygate.root_key</c>, which has at most one row.</summary>
public sealed class PostgresRootKeyRecord(NpgsqlDataSource database) : IRootKeyRecord
{
    public async Task<RecordedRootKey> Load(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            """
            select r.key_id, r.key_check, r.vault_ciphertext, exists (select from paygate.encryption_keys), r.secrets_id
            from (values (true)) as one(only_row) left join paygate.root_key r using (only_row)
            """);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return await reader.IsDBNullAsync(0, cancellationToken)
            ? new RecordedRootKey(null, null, null, reader.GetBoolean(3))
            : new RecordedRootKey(
                reader.GetString(0),
                await reader.GetFieldValueAsync<byte[]>(1, cancellationToken),
                await reader.IsDBNullAsync(2, cancellationToken) ? null : reader.GetString(2),
                reader.GetBoolean(3))
            {
                SecretsId = await reader.IsDBNullAsync(4, cancellationToken) ? null : reader.GetString(4),
            };
    }

    public async Task<RecordedRootKey> RecordFirst(FirstRootKey first, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            "insert into paygate.root_key (key_id, key_check, vault_ciphertext) values ($1, $2, $3) on conflict (only_row) do nothing");
        command.Parameters.Add(new NpgsqlParameter { Value = first.Key.KeyId });
        command.Parameters.Add(new NpgsqlParameter { Value = first.Key.KeyCheck() });
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)first.VaultCiphertext ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        await command.ExecuteNonQueryAsync(cancellationToken);
        return await Load(cancellationToken);
    }

    public async Task<RecordedRootKey> RecordSecrets(string secretsId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("update paygate.root_key set secrets_id = $1 where secrets_id is null");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = secretsId });
        await command.ExecuteNonQueryAsync(cancellationToken);
        return await Load(cancellationToken);
    }
}
