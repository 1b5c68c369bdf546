using Npgsql;
using PayGate.Cli.Migrations;

namespace PayGate.Cli.Postgres;

/// <summary>
/// The database of an installation, for a command that works beside its processes or without them: the one that PAYGATE_DATABASE names, else the one that runs
/// on the data directory, else that directory's own, which then runs for as long as this object lives.
/// </summary>
internal sealed class InstalledDatabase : IAsyncDisposable
{
    private readonly string _address;
    private readonly RolePasswords _passwords;
    private readonly IDatabaseServer? _started;
    private readonly DataDirectory? _directory;

    private InstalledDatabase(string address, RolePasswords passwords, IDatabaseServer? started = null, DataDirectory? directory = null) =>
        (_address, _passwords, _started, _directory) = (address, passwords, started, directory);

    /// <exception cref="SetupException">There is none, or it does not start.</exception>
    public static async Task<InstalledDatabase> OpenAsync(string data, Func<string, string?> environment, CancellationToken cancellationToken)
    {
        var location = Path.TrimEndingDirectorySeparator(Path.GetFullPath(data));
        var passwords = RolePasswords.ForService(location, environment);
        if (environment(ExternalServer.Variable) is { Length: > 0 } setting)
        {
            return new InstalledDatabase(DatabaseAddress.Parse(setting), passwords);
        }

        var files = new ClusterFiles(location);
        if (PostmasterFile.Read(files.Cluster) is { } running && await running.IsServerOfAsync(files.Cluster, cancellationToken))
        {
            return new InstalledDatabase(AddressOf(running), passwords);
        }

        return files.ReadMajor() is not null || DockerServer.IsUsedBy(location)
            ? await StartAsync(location, passwords, environment)
            : throw new SetupException($"There is no PayGate in {location}: name its directory with --data, or its database in {ExternalServer.Variable}.");
    }

    /// <exception cref="SetupException">The role's password is not known.</exception>
    public string ConnectionString(DatabaseRole role) => DatabaseAddress.WithLogin(_address, role.LoginName(), _passwords[role]);

    public async ValueTask DisposeAsync()
    {
        if (_started is not null)
        {
            await _started.StopAsync(CancellationToken.None);
        }

        _directory?.Dispose();
    }

    /// <summary>Not cancelled midway: a server that is half started could not be stopped.</summary>
    private static async Task<InstalledDatabase> StartAsync(string location, RolePasswords passwords, Func<string, string?> environment)
    {
        var directory = DataDirectory.Open(location);
        try
        {
            var (server, owner) = await new DatabaseLocator(environment, _ => { }).StartAsync(location, () => passwords.Owner, CancellationToken.None);
            return new InstalledDatabase(owner, passwords, server, directory);
        }
        catch (SetupException)
        {
            directory.Dispose();
            throw;
        }
    }

    private static string AddressOf(PostmasterFile running) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = running.Port,
        Database = DatabaseLocator.Database,
        SslMode = SslMode.Disable,
        GssEncryptionMode = GssEncryptionMode.Disable,
    }.ConnectionString;
}
