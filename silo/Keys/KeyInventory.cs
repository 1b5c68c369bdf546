using Npgsql;

namespace PayGate.Silo.Keys;

/// <summary>Counts merchants' stored keys, without opening any.</summary>
public static class KeyInventory
{
    /// <summary>One entry for each purpose that has keys.</summary>
    public static async Task<IReadOnlyList<KeyCounts>> Read(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            """
            select k.purpose, count(distinct k.id),
                count(*) filter (where v.entry ->> 'state' = 'active'),
                count(*) filter (where v.entry ->> 'state' = 'decrypt_only'),
                count(*) filter (where v.entry ->> 'state' = 'destroyed'),
                min((v.entry ->> 'created')::timestamptz) filter (where v.entry ->> 'state' = 'active'),
                sum((v.entry ->> 'encryptions')::bigint)::bigint
            from paygate.encryption_keys k
            cross join lateral json_array_elements(k.state -> 'key' -> 'versions') as v (entry)
            group by k.purpose
            order by k.purpose
            """);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var counts = new List<KeyCounts>();
        while (await reader.ReadAsync(cancellationToken))
        {
            counts.Add(new KeyCounts
            {
                Purpose = reader.GetString(0),
                Merchants = reader.GetInt64(1),
                Active = reader.GetInt64(2),
                DecryptOnly = reader.GetInt64(3),
                Destroyed = reader.GetInt64(4),
                OldestActive = await reader.IsDBNullAsync(5, cancellationToken) ? null : await reader.GetFieldValueAsync<DateTimeOffset>(5, cancellationToken),
                Encryptions = reader.GetInt64(6),
            });
        }

        return counts;
    }

    /// <summary>All versions of the key-encryption key, with the keys that each wraps.</summary>
    public static async Task<IReadOnlyList<KekCounts>> ReadKeks(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            """
            select e.version, e.state, coalesce(e.retired, e.replaced, e.created), coalesce(w.keys, 0)
            from paygate.key_encryption_keys e
            left join (
                select (v.entry -> 'key' ->> 'kek_version')::integer as version, count(*) as keys
                from paygate.encryption_keys k
                cross join lateral json_array_elements(k.state -> 'key' -> 'versions') as v (entry)
                where v.entry ->> 'state' <> 'destroyed'
                group by 1) w using (version)
            order by e.version
            """);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var counts = new List<KekCounts>();
        while (await reader.ReadAsync(cancellationToken))
        {
            counts.Add(new KekCounts(
                reader.GetInt32(0), reader.GetString(1), await reader.GetFieldValueAsync<DateTimeOffset>(2, cancellationToken), reader.GetInt64(3)));
        }

        return counts;
    }

    /// <summary>All versions of the transport key.</summary>
    public static async Task<IReadOnlyList<TransportKeyState>> ReadTransportKeys(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("select version, created, replaced from paygate.transport_keys order by version");
        return await KeyRows.Versions(
            command,
            reader =>
            {
                DateTimeOffset? replaced = reader.IsDBNull(2) ? null : reader.GetFieldValue<DateTimeOffset>(2);
                return new TransportKeyState(
                    reader.GetInt32(0), reader.GetFieldValue<DateTimeOffset>(1), replaced, replaced + AcceptedTransportKeys.AcceptedFor);
            },
            cancellationToken);
    }

    /// <summary>Orders that no silo has finished, the first hundred.</summary>
    public static async Task<IReadOnlyList<OpenOrder>> ReadOrders(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            "select id, kind, merchant_id, failures from paygate.key_orders where finished_at is null order by id limit 100");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var orders = new List<OpenOrder>();
        while (await reader.ReadAsync(cancellationToken))
        {
            orders.Add(new OpenOrder(
                reader.GetInt64(0), reader.GetString(1), await reader.IsDBNullAsync(2, cancellationToken) ? null : reader.GetString(2), reader.GetInt32(3)));
        }

        return orders;
    }
}

/// <param name="Version">Of the key-encryption key.</param>
/// <param name="State">active, retiring or retired.</param>
/// <param name="Since">Since when it is in that state.</param>
/// <param name="Keys">Versions of merchants' keys that it wraps.</param>
public sealed record KekCounts(int Version, string State, DateTimeOffset Since, long Keys);

/// <param name="Version">Of the transport key.</param>
/// <param name="Created">Since when cards are sealed under it.</param>
/// <param name="Replaced">When the next one took its place; null for the active one.</param>
/// <param name="AcceptedUntil">When the last card under it is opened; null for the active one.</param>
public sealed record TransportKeyState(int Version, DateTimeOffset Created, DateTimeOffset? Replaced, DateTimeOffset? AcceptedUntil);

/// <param name="Id">Its number.</param>
/// <param name="Kind">What is ordered.</param>
/// <param name="MerchantId">Null for all.</param>
/// <param name="Failures">How often a silo began it in vain.</param>
public sealed record OpenOrder(long Id, string Kind, string? MerchantId, int Failures);

/// <summary>The stored keys of one purpose.</summary>
public sealed record KeyCounts
{
    public required string Purpose { get; init; }

    public required long Merchants { get; init; }

    public required long Active { get; init; }

    public required long DecryptOnly { get; init; }

    public required long Destroyed { get; init; }

    /// <summary>When the oldest active version was made.</summary>
    public DateTimeOffset? OldestActive { get; init; }

    /// <summary>Handed out to silos, under all versions: at least as many as were done.</summary>
    public required long Encryptions { get; init; }
}
