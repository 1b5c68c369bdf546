using System.Diagnostics;
using Npgsql;

namespace PayGate.Bank.Tests.Support;

/// <summary>Stands in for the shared test server until it is merged.</summary>
internal static class PostgresServer
{
    private const string Programs = "/usr/lib/postgresql/15/bin/";
    private static readonly SemaphoreSlim Gate = new(1, 1);
    private static string? _address;
    private static int _count;

    public static async Task<TestDatabase> CreateDatabase()
    {
        var address = await Address();
        var name = $"test_{Interlocked.Increment(ref _count)}";
        await using (var server = NpgsqlDataSource.Create(address))
        {
            await server.CreateCommand($"create database {name} template template0").ExecuteNonQueryAsync();
        }

        var owner = address.Replace("Database=postgres", "Database=" + name, StringComparison.Ordinal);
        var assembly = typeof(IBank).Assembly;
        await using var database = NpgsqlDataSource.Create(owner);
        foreach (var script in assembly.GetManifestResourceNames().Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(script)!);
            await database.CreateCommand(await reader.ReadToEndAsync()).ExecuteNonQueryAsync();
        }

        return new TestDatabase
        {
            Owner = owner,
            Bank = owner.Replace("Username=postgres", "Username=paygate_bank", StringComparison.Ordinal),
            Audit = owner.Replace("Username=postgres", "Username=paygate_audit", StringComparison.Ordinal),
        };
    }

    private static async Task<string> Address()
    {
        await Gate.WaitAsync();
        try
        {
            return _address ??= await Start();
        }
        finally
        {
            Gate.Release();
        }
    }

    private static async Task<string> Start()
    {
        var directory = Directory.CreateTempSubdirectory("bank-tests-").FullName;
        await Run("chown", "postgres", directory);
        await Run("runuser", "-u", "postgres", "--", Programs + "initdb", "-D", directory + "/data", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8");
        var port = FreePort();
        await Run("runuser", "-u", "postgres", "--", Programs + "pg_ctl", "-D", directory + "/data", "-w", "-l", directory + "/log", "-o",
            $"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={directory}", "start");
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
            Process.Start("runuser", ["-u", "postgres", "--", Programs + "pg_ctl", "-D", directory + "/data", "-m", "immediate", "stop"]).WaitForExit();
        var address = $"Host=127.0.0.1;Port={port};Username=postgres;Database=postgres;Pooling=false";
        await using var server = NpgsqlDataSource.Create(address);
        await server.CreateCommand("create role paygate_bank login; create role paygate_audit login").ExecuteNonQueryAsync();
        return address;
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = "/" })!;
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }
}

internal sealed record TestDatabase : IAsyncDisposable
{
    public required string Owner { get; init; }

    public required string Bank { get; init; }

    public required string Audit { get; init; }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
