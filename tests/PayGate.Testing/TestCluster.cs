using Npgsql;
using PayGate.Cli.Migrations;
using PayGate.Cli.Postgres;

namespace PayGate.Testing;

/// <summary>
/// A throw-away PostgreSQL cluster with a server of its own. It goes away with the process, however that ends, or sooner when it is disposed.
/// </summary>
public sealed class TestCluster : IAsyncDisposable
{
    private const string Template = "paygate_template";

    // The account that runs PostgreSQL may pass through; it owns what it needs further down.
    private const UnixFileMode DataDirectoryMode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private readonly PrivateCluster _cluster;
    private readonly string _directory;
    private readonly SemaphoreSlim _templateGate = new(1, 1);
    private bool _templateMade;
    private int _count;

    private TestCluster(PrivateCluster cluster, string directory) => (_cluster, _directory) = (cluster, directory);

    /// <param name="parent">Where its files lie; null for the machine's place for temporary files.</param>
    public static async Task<TestCluster> Start(string? parent = null)
    {
        var directory = parent is null
            ? Directory.CreateTempSubdirectory("paygate-tests-").FullName
            : Directory.CreateDirectory(Path.Combine(parent, "cluster")).FullName;
        File.SetUnixFileMode(directory, DataDirectoryMode);
        var cluster = await PrivateCluster.StartAsync(
            new PrivateClusterOptions { DataDirectory = directory, OwnerPassword = PostgresServer.RolePasswords.Owner }, CancellationToken.None);
        PostgresProcessEnd.Run(cluster.ControlCommand("stop", "immediate"), directory);
        return new TestCluster(cluster, directory);
    }

    /// <summary>A new database with PayGate's schema: a copy of a template that was migrated once.</summary>
    public async Task<TestDatabase> CreateDatabase()
    {
        await MakeTemplate();
        return await Create($"TEMPLATE {Template}");
    }

    /// <summary>A new database with nothing in it, for tests of the migrations themselves.</summary>
    public Task<TestDatabase> CreateEmptyDatabase() => Create("TEMPLATE template0");

    /// <summary>What pg_dump makes of a database that may be in use, restored into a new one.</summary>
    public async Task<TestDatabase> CopyDatabase(TestDatabase source)
    {
        var copy = await CreateEmptyDatabase();
        var binaries = (await PostgresBinaries.FindAsync(null, CancellationToken.None))!.Directory;
        var dump = Path.Combine(_directory, copy.Name + ".dump");
        await Run(Path.Combine(binaries, "pg_dump"), "--format=custom", $"--file={dump}", $"--dbname={Address(source.Owner)}");
        await Run(Path.Combine(binaries, "pg_restore"), "--exit-on-error", $"--dbname={Address(copy.Owner)}", dump);
        return copy;

        static string Address(string connectionString)
        {
            var owner = new NpgsqlConnectionStringBuilder(connectionString);
            return $"host={owner.Host} port={owner.Port.ToString(System.Globalization.CultureInfo.InvariantCulture)} user={owner.Username} password={owner.Password} dbname={owner.Database}";
        }

        static async Task Run(params string[] command)
        {
            var done = await Tool.RunAsync(command, CancellationToken.None);
            if (!done.Succeeded)
            {
                throw new InvalidOperationException($"{command[0]} failed: {done.Output}");
            }
        }
    }

    /// <summary>An exact copy of a database that nobody uses any more; sessions that were left open end.</summary>
    public async Task<TestDatabase> CloneDatabase(TestDatabase source)
    {
        await Execute($"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{source.Name}'");
        return await Create($"TEMPLATE {source.Name}");
    }

    /// <summary>Stops the server in one of pg_ctl's modes and starts it again; returns when it takes sessions.</summary>
    /// <param name="mode">Of the stop.</param>
    /// <param name="whileDown">Waited for before the start.</param>
    public async Task Restart(string mode, Func<Task>? whileDown = null)
    {
        await Control("stop", mode);
        await (whileDown?.Invoke() ?? Task.CompletedTask);
        await Control("start", mode);
    }

    /// <summary>From here on somebody starts the server again when it ends by itself, as <c>paygate up</c> does.</summary>
    public IAsyncDisposable Keep(Action<string> report) => new ClusterKeeper(_cluster, report);

    public async ValueTask DisposeAsync()
    {
        await Tool.RunAsync(_cluster.ControlCommand("stop", "immediate"), CancellationToken.None);
        Directory.Delete(_directory, recursive: true);
        _templateGate.Dispose();
    }

    internal Task DropDatabase(string name) => Execute($"DROP DATABASE IF EXISTS {name} WITH (FORCE)");

    private async Task Control(string verb, string mode)
    {
        var done = await Tool.RunAsync(_cluster.ControlCommand(verb, mode), CancellationToken.None);
        if (!done.Succeeded)
        {
            throw new InvalidOperationException($"PostgreSQL did not {verb}: {done.Output}");
        }
    }

    private async Task<TestDatabase> Create(string source)
    {
        var name = $"test_{Interlocked.Increment(ref _count)}";
        await Execute($"CREATE DATABASE {name} {source}");
        var owner = DatabaseAddress.WithDatabase(_cluster.OwnerConnectionString, name);
        return new TestDatabase(this)
        {
            Name = name,
            Owner = owner,
            Silo = As(DatabaseRole.Silo),
            Api = As(DatabaseRole.Api),
            Bank = As(DatabaseRole.Bank),
            Audit = As(DatabaseRole.Audit),
        };

        string As(DatabaseRole role) => DatabaseAddress.WithLogin(owner, role.LoginName(), PostgresServer.RolePasswords[role]);
    }

    private async Task MakeTemplate()
    {
        await _templateGate.WaitAsync();
        try
        {
            if (_templateMade)
            {
                return;
            }

            await Execute($"CREATE DATABASE {Template} TEMPLATE template0");
            var address = DatabaseAddress.WithDatabase(_cluster.OwnerConnectionString, Template);
            await new Migrator(Migrator.Scripts(), PostgresServer.RolePasswords, _ => { }).MigrateAsync(address, CancellationToken.None);
            _templateMade = true;
        }
        finally
        {
            _templateGate.Release();
        }
    }

    private async Task Execute(string sql)
    {
        // Making and dropping a database waits for a checkpoint of the whole cluster, which takes as long as the disk is busy.
        var address = new NpgsqlConnectionStringBuilder(_cluster.OwnerConnectionString) { Pooling = false, CommandTimeout = 0 }.ConnectionString;
        await using var connection = new NpgsqlConnection(address);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
