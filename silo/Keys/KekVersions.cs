using System.Collections.Immutable;
using Npgsql;

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
        await using var command = database.CreateCommand("select version, state = 'active' from paygate.key_encryption_keys where accepted");
        var rows = await VersionList.Read(command, reader => (Version: reader.GetInt32(0), IsActive: reader.GetBoolean(1)), cancellationToken);
        return new KekSet(rows.SingleOrDefault(row => row.IsActive).Version, [.. rows.Select(row => row.Version)]);
    }
}
