using Npgsql;

namespace PayGate.Cli.Postgres;

/// <summary>Finds a PostgreSQL to use and starts it: PAYGATE_DATABASE, programs of this machine, Docker, the package manager; in this order.</summary>
public sealed class DatabaseLocator(Func<string, string?> environment, Action<string> report)
{
    internal const string Database = "paygate";

    private string? External => environment(ExternalServer.Variable) is { Length: > 0 } setting ? setting : null;

    /// <summary>
    /// A running server and the owner's connection string of PayGate's database in it, which exists. The data directory exists and is locked
    /// by the caller; the owner's password is asked for only where the server is PayGate's own.
    /// </summary>
    /// <exception cref="SetupException">No PostgreSQL can be used; the message says what to do.</exception>
    public async Task<(IDatabaseServer Server, string OwnerConnectionString)> StartAsync(
        string dataDirectory, Func<string> ownerPassword, CancellationToken cancellationToken)
    {
        if (External is { } setting)
        {
            var external = await ExternalServer.ConnectAsync(setting, cancellationToken);
            return (external, external.OwnerConnectionString);
        }

        var server = await StartOwnAsync(dataDirectory, ownerPassword(), cancellationToken);
        return (server, await EnsureDatabaseAsync(server.OwnerConnectionString, cancellationToken));
    }

    /// <summary>One line for doctor, or null when there is nothing to run.</summary>
    public async Task<string?> DescribeAsync(string dataDirectory, CancellationToken cancellationToken)
    {
        if (External is { } setting)
        {
            return (await ExternalServer.ConnectAsync(setting, cancellationToken)).Description;
        }

        var files = new ClusterFiles(dataDirectory);
        if (!DockerServer.IsUsedBy(dataDirectory) && await PostgresBinaries.FindAsync(files.ReadMajor(), cancellationToken) is { } binaries)
        {
            var account = Environment.IsPrivilegedProcess ? "run as another user, because PostgreSQL refuses root" : $"run as {Environment.UserName}";
            return $"{binaries.Major} in {binaries.Directory}, {account}";
        }

        return await DockerServer.IsAvailableAsync(cancellationToken) ? "in a Docker container"
            : PostgresInstall.IsPossible ? "installed at the first start (apt-get)"
            : null;
    }

    /// <summary>Ends whatever still runs on a directory that is about to be emptied.</summary>
    /// <exception cref="SetupException">The data are not PayGate's own to delete.</exception>
    public async Task DiscardAsync(string dataDirectory, CancellationToken cancellationToken)
    {
        if (External is not null)
        {
            throw new SetupException($"--fresh does not empty {ExternalServer.Variable}: drop and create that database yourself, or unset the variable.");
        }

        if (DockerServer.IsUsedBy(dataDirectory))
        {
            await DockerServer.RemoveAsync(dataDirectory, cancellationToken);
        }

        await PrivateCluster.EndLeftoverAsync(dataDirectory, cancellationToken);
    }

    private async Task<IDatabaseServer> StartOwnAsync(string dataDirectory, string ownerPassword, CancellationToken cancellationToken)
    {
        var options = new PrivateClusterOptions { DataDirectory = dataDirectory, OwnerPassword = ownerPassword, Report = report };
        if (DockerServer.IsUsedBy(dataDirectory))
        {
            return await DockerServer.StartAsync(dataDirectory, ownerPassword, report, cancellationToken);
        }

        // A cluster that is there decides by its version; without one, any installed PostgreSQL is good.
        var hasCluster = new ClusterFiles(dataDirectory).ReadMajor() is not null;
        if (!hasCluster && await PostgresBinaries.FindAsync(null, cancellationToken) is null)
        {
            if (await DockerServer.IsAvailableAsync(cancellationToken))
            {
                return await DockerServer.StartAsync(dataDirectory, ownerPassword, report, cancellationToken);
            }

            if (PostgresInstall.IsPossible)
            {
                await PostgresInstall.RunAsync(report, cancellationToken);
            }
        }

        return await PrivateCluster.StartAsync(options, cancellationToken);
    }

    private static async Task<string> EnsureDatabaseAsync(string ownerConnectionString, CancellationToken cancellationToken)
    {
        var address = new NpgsqlConnectionStringBuilder(ownerConnectionString) { Pooling = false }.ConnectionString;
        await using var connection = new NpgsqlConnection(address);
        await connection.OpenAsync(cancellationToken);
        await using var exists = new NpgsqlCommand($"SELECT 1 FROM pg_database WHERE datname = '{Database}'", connection);
        if (await exists.ExecuteScalarAsync(cancellationToken) is null)
        {
            await using var create = new NpgsqlCommand($"CREATE DATABASE {Database} TEMPLATE template0", connection);
            await create.ExecuteNonQueryAsync(cancellationToken);
        }

        return DatabaseAddress.WithDatabase(ownerConnectionString, Database);
    }
}
