using Npgsql;

namespace PayGate.Testing;

/// <summary>One migrated database, with a connection string for each role. Disposing it ends its sessions and drops it.</summary>
public sealed record TestDatabase(TestCluster Cluster) : IAsyncDisposable
{
    public required string Name { get; init; }

    /// <summary>The cluster's superuser: for set-up and for looking at everything.</summary>
    public required string Owner { get; init; }

    public required string Silo { get; init; }

    public required string Api { get; init; }

    public required string Bank { get; init; }

    public required string Audit { get; init; }

    public async ValueTask DisposeAsync()
    {
        foreach (var connectionString in new[] { Owner, Silo, Api, Bank, Audit })
        {
            await using var connection = new NpgsqlConnection(connectionString);
            NpgsqlConnection.ClearPool(connection);
        }

        await Cluster.DropDatabase(Name);
    }
}
