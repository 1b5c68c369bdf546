using PayGate.Cli.Migrations;

namespace PayGate.Testing;

/// <summary>The cluster that all tests of this process share, but those that harm their server. It is started at the first call.</summary>
public static class PostgresServer
{
    private static readonly SemaphoreSlim Gate = new(1, 1);
    private static TestCluster? _shared;

    /// <summary>The passwords of the roles in every throw-away cluster, for tests that migrate by themselves.</summary>
    public static RolePasswords RolePasswords { get; } = RolePasswords.Generate();

    /// <summary>A new database with PayGate's schema.</summary>
    public static async Task<TestDatabase> CreateDatabase() => await (await Shared()).CreateDatabase();

    /// <summary>A new database with nothing in it, for tests of the migrations themselves.</summary>
    public static async Task<TestDatabase> CreateEmptyDatabase() => await (await Shared()).CreateEmptyDatabase();

    /// <summary>A backup, restored into a database of its own.</summary>
    public static async Task<TestDatabase> CopyDatabase(TestDatabase source) => await (await Shared()).CopyDatabase(source);

    private static async Task<TestCluster> Shared()
    {
        await Gate.WaitAsync();
        try
        {
            return _shared ??= await TestCluster.Start();
        }
        finally
        {
            Gate.Release();
        }
    }
}
