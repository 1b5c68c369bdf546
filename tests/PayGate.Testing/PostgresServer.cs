using Npgsql;
using PayGate.Cli.Migrations;
using PayGate.Cli.Postgres;

namespace PayGate.Testing;

/// <summary>
/// One throw-away PostgreSQL cluster per test process, started at the first call. It goes away with the process, however that ends.
/// </summary>
public static class PostgresServer
{
    private const string Template = "paygate_template";
    private static readonly RolePasswords Passwords = RolePasswords.Generate();
    private static readonly SemaphoreSlim ClusterGate = new(1, 1);
    private static readonly SemaphoreSlim TemplateGate = new(1, 1);
    private static string? _cluster;
    private static bool _templateMade;
    private static int _count;

    /// <summary>A new database with PayGate's schema: a copy of a template that was migrated once.</summary>
    public static async Task<TestDatabase> CreateDatabase()
    {
        await MakeTemplate();
        return await Create($"TEMPLATE {Template}");
    }

    /// <summary>A new database with nothing in it, for tests of the migrations themselves.</summary>
    public static Task<TestDatabase> CreateEmptyDatabase() => Create("TEMPLATE template0");

    /// <summary>The passwords of the roles in this cluster, for tests that migrate by themselves.</summary>
    public static RolePasswords RolePasswords => Passwords;

    internal static Task DropDatabase(string name) => Execute($"DROP DATABASE IF EXISTS {name} WITH (FORCE)");

    private static async Task<TestDatabase> Create(string source)
    {
        var name = $"test_{Interlocked.Increment(ref _count)}";
        await Execute($"CREATE DATABASE {name} {source}");
        var owner = DatabaseAddress.WithDatabase(await Address(), name);
        return new TestDatabase
        {
            Name = name,
            Owner = owner,
            Silo = As(DatabaseRole.Silo),
            Api = As(DatabaseRole.Api),
            Bank = As(DatabaseRole.Bank),
            Audit = As(DatabaseRole.Audit),
        };

        string As(DatabaseRole role) => DatabaseAddress.WithLogin(owner, role.LoginName(), Passwords[role]);
    }

    private static async Task MakeTemplate()
    {
        await TemplateGate.WaitAsync();
        try
        {
            if (_templateMade)
            {
                return;
            }

            await Execute($"CREATE DATABASE {Template} TEMPLATE template0");
            var address = DatabaseAddress.WithDatabase(await Address(), Template);
            await new Migrator(Migrator.Scripts(), Passwords, _ => { }).MigrateAsync(address, CancellationToken.None);
            _templateMade = true;
        }
        finally
        {
            TemplateGate.Release();
        }
    }

    private static async Task<string> Address()
    {
        await ClusterGate.WaitAsync();
        try
        {
            return _cluster ??= await StartCluster();
        }
        finally
        {
            ClusterGate.Release();
        }
    }

    private static async Task<string> StartCluster()
    {
        var directory = Directory.CreateTempSubdirectory("paygate-tests-").FullName;
        File.SetUnixFileMode(directory, DataDirectoryMode);
        var cluster = await PrivateCluster.StartAsync(
            new PrivateClusterOptions { DataDirectory = directory, OwnerPassword = Passwords.Owner }, CancellationToken.None);
        PostgresProcessEnd.Run(cluster.StopAtOnceCommand(), directory);
        return cluster.OwnerConnectionString;
    }

    // The account that runs PostgreSQL may pass through; it owns what it needs further down.
    private const UnixFileMode DataDirectoryMode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private static async Task Execute(string sql)
    {
        // Making and dropping a database waits for a checkpoint of the whole cluster, which takes as long as the disk is busy.
        var address = new NpgsqlConnectionStringBuilder(await Address()) { Pooling = false, CommandTimeout = 0 }.ConnectionString;
        await using var connection = new NpgsqlConnection(address);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
