using Npgsql;

namespace PayGate.Silo.Keys;

/// <summary>Which versions of the transport key there are.</summary>
public interface ITransportVersions
{
    /// <summary>The active one and those that were replaced after the given instant.</summary>
    /// <exception cref="StorageUnavailableException">The list cannot be read for the moment.</exception>
    Task<IReadOnlyList<TransportVersion>> Load(DateTimeOffset replacedAfter, CancellationToken cancellationToken);
}

/// <param name="Version">1 and up.</param>
/// <param name="Replaced">When the next one took its place; null for the active one.</param>
public sealed record TransportVersion(int Version, DateTimeOffset? Replaced);

/// <summary>The list in table <c>paygate.transport_keys</c>.</summary>
public sealed class PostgresTransportVersions(NpgsqlDataSource database) : ITransportVersions
{
    public async Task<IReadOnlyList<TransportVersion>> Load(DateTimeOffset replacedAfter, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("select version, replaced from paygate.transport_keys where replaced is null or replaced > $1 order by version");
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = replacedAfter.UtcDateTime });
        return await KeyRows.Versions(
            command,
            reader => new TransportVersion(reader.GetInt32(0), reader.IsDBNull(1) ? null : reader.GetFieldValue<DateTimeOffset>(1)),
            cancellationToken);
    }
}
