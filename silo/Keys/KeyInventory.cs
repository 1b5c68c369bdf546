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
}

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
