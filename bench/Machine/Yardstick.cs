using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;
using PayGate.Cli;
using PayGate.Cli.Postgres;

namespace PayGate.Bench.Machine;

/// <summary>PostgreSQL's own benchmark on the same server: pgbench, TPC-B, scale 20, 32 clients.</summary>
internal static partial class Yardstick
{
    private const int Scale = 20;
    private const int Clients = 32;
    private const string Database = "yardstick";

    /// <summary>Makes a database of its own and fills it.</summary>
    public static async Task Prepare(string owner, CancellationToken cancellationToken)
    {
        await using (var connection = new NpgsqlConnection(owner))
        {
            await connection.OpenAsync(cancellationToken);
            await using var create = new NpgsqlCommand($"create database {Database}", connection);
            await create.ExecuteNonQueryAsync(cancellationToken);
        }

        await Run([.. Target(owner), "-i", "-q", "-s", Text(Scale), Database], cancellationToken);
    }

    /// <summary>Transactions per second.</summary>
    public static async Task<double> Measure(string owner, TimeSpan length, CancellationToken cancellationToken)
    {
        var output = await Run(
            [.. Target(owner), "-c", Text(Clients), "-j", Text(Environment.ProcessorCount), "-T", Text((int)length.TotalSeconds), Database], cancellationToken);
        return double.Parse(TransactionsPerSecond().Match(output).Groups[1].Value, CultureInfo.InvariantCulture);
    }

    private static string[] Target(string owner)
    {
        var address = new NpgsqlConnectionStringBuilder(owner);
        return ["env", $"PGPASSWORD={address.Password}", Program(), "-h", address.Host!, "-p", Text(address.Port), "-U", address.Username!];
    }

    private static async Task<string> Run(IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        var result = await Tool.RunAsync(command, cancellationToken);
        return result.Succeeded ? result.Output : throw new SetupException($"pgbench failed: {result.Output}");
    }

    private static string Program() =>
        Tool.Find("pgbench")
        ?? Directory.GetDirectories("/usr/lib/postgresql").Select(path => Path.Combine(path, "bin", "pgbench")).LastOrDefault(File.Exists)
        ?? throw new SetupException("pgbench is not installed: it comes with PostgreSQL's server or contrib package; or leave it out with --no-pgbench.");

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"tps = ([0-9.]+) \(without")]
    private static partial Regex TransactionsPerSecond();
}
