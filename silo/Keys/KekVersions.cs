using System.Collections.Immutable;
using Npgsql;

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
    public async Task<KekSet> Load(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("select version, state = 'active' from paygate.key_encryption_keys where accepted");
        var rows = await KeyRows.Versions(command, reader => (Version: reader.GetInt32(0), IsActive: reader.GetBoolean(1)), cancellationToken);
        return new KekSet(rows.SingleOrDefault(row => row.IsActive).Version, [.. rows.Select(row => row.Version)]);
    }

    public async Task<bool> NeedSecret(string merchantId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            """
            select exists (
              select from paygate.encryption_keys k cross join lateral json_array_elements(k.state -> 'key' -> 'versions') v (entry)
              where k.merchant_id = $1 and v.entry ->> 'state' <> 'destroyed' and v.entry -> 'key' ->> 'form' is not null)
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = merchantId });
        var rows = await KeyRows.Read(command, reader => reader.GetBoolean(0), $"How the keys of merchant {merchantId} are wrapped cannot be read.", cancellationToken);
        return rows.Single();
    }
}
