using Npgsql;
using PayGate.EncryptionKeys;
using PayGate.Grains.EncryptionKeys;
using PayGate.Silo.Storage;

namespace PayGate.Silo.Keys;

/// <summary>Brings merchants' keys under the active key-encryption key, through their own actors, and retires the versions that this empties.</summary>
public sealed class KeyRewrapper(SiloDatabase database, IGrainFactory grains, TimeProvider clock)
{
    /// <summary>Ids read at once.</summary>
    private const int BatchMax = 256;

    /// <summary>Every key that is wrapped under an older version; how many there were.</summary>
    /// <exception cref="AggregateException">Some could not be moved; all others were.</exception>
    public async Task<int> Rewrap(int kekVersion, CancellationToken cancellationToken)
    {
        var command = new RewrapKey { KekVersion = kekVersion };
        var count = 0;
        var faults = new List<Exception>();
        for (var after = ""; ;)
        {
            var ids = await KeysUnderOlder(kekVersion, after, cancellationToken);
            faults.AddRange(await FewAtATime.Try(ids, id => grains.GetGrain<IEncryptionKeyGrain>(id).Rewrap(command, cancellationToken)));
            count += ids.Count;
            if (ids.Count < BatchMax)
            {
                return faults.Count == 0 ? count : throw new AggregateException(faults);
            }

            after = ids[^1];
        }
    }

    /// <summary>
    /// Ends versions that were replaced so long ago that no silo wraps under them any more. What one wrapped after the order was done is moved first. The database refuses to
    /// retire a version that wraps a key.
    /// </summary>
    public async Task RetireEmptied(CancellationToken cancellationToken)
    {
        var replacedBefore = clock.GetUtcNow() - KeyPolicy.DestroyedAfter;
        if (await Active(replacedBefore, cancellationToken) is not { } active)
        {
            return;
        }

        await Rewrap(active, cancellationToken);
        await using var command = database.Reader.CreateCommand(
            """
            update paygate.key_encryption_keys k set state = 'retired', retired = $1
            where state = 'retiring' and replaced <= $2 and not exists (select from paygate.key_wrappings w where w.kek_version = k.version)
            """);
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = clock.GetUtcNow().UtcDateTime });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = replacedBefore.UtcDateTime });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The active version, if there is one to retire.</summary>
    private async Task<int?> Active(DateTimeOffset replacedBefore, CancellationToken cancellationToken)
    {
        await using var command = database.Reader.CreateCommand(
            """
            select version from paygate.key_encryption_keys
            where state = 'active' and exists (select from paygate.key_encryption_keys where state = 'retiring' and replaced <= $1)
            """);
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = replacedBefore.UtcDateTime });
        return await command.ExecuteScalarAsync(cancellationToken) as int?;
    }

    private async Task<IReadOnlyList<string>> KeysUnderOlder(int kekVersion, string after, CancellationToken cancellationToken)
    {
        await using var command = database.Reader.CreateCommand(
            "select distinct key_id from paygate.key_wrappings where kek_version < $1 and key_id > $2 order by key_id limit $3");
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = kekVersion });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = after });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = BatchMax });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var ids = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            ids.Add(reader.GetString(0));
        }

        return ids;
    }
}
