using System.CommandLine;
using Npgsql;
using PayGate.Cli.Commands.Keys;
using PayGate.Cli.Migrations;
using PayGate.Cli.Postgres;

namespace PayGate.Cli.Commands;

/// <summary>An order that running silos work off: it is written to the database, and waited for.</summary>
internal static class OrderToSilos
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(200);

    public static Option<int> TimeoutOption() => new("--timeout") { Description = "Seconds to wait for a silo.", DefaultValueFactory = _ => 60 };

    /// <summary>Writes an order about keys and waits; how many merchants or keys it was done for.</summary>
    /// <param name="data">The data directory.</param>
    /// <param name="place">Inserts a row of <c>paygate.key_orders</c> and returns its number.</param>
    /// <param name="timeoutSeconds">How long a silo may take.</param>
    /// <param name="cancellationToken">Ends the wait; the order stands.</param>
    /// <exception cref="SetupException">The database is away, or no silo finished it in time.</exception>
    public static async Task<int> RunAsync(
        string data, Func<NpgsqlDataSource, CancellationToken, Task<long>> place, int timeoutSeconds, CancellationToken cancellationToken) =>
        (await RunAsync(data, place, LookAtKeysAsync, timeoutSeconds, cancellationToken)).Count;

    /// <summary>Writes an order that may be refused, and waits.</summary>
    /// <param name="data">The data directory.</param>
    /// <param name="table">Of the orders: number, <c>finished_at</c> and <c>refusal</c>.</param>
    /// <param name="place">Inserts a row of it and returns its number.</param>
    /// <param name="timeoutSeconds">How long a silo may take.</param>
    /// <param name="cancellationToken">Ends the wait; the order stands.</param>
    /// <returns>Why it was refused; null where it was carried out.</returns>
    /// <exception cref="SetupException">The database is away, or no silo finished it in time.</exception>
    public static async Task<string?> RunAsync(
        string data, string table, Func<NpgsqlDataSource, CancellationToken, Task<long>> place, int timeoutSeconds, CancellationToken cancellationToken) =>
        (await RunAsync(data, place, (database, order, stop) => LookAtRefusalAsync(database, table, order, stop), timeoutSeconds, cancellationToken)).Refusal;

    private static async Task<Look> RunAsync(
        string data,
        Func<NpgsqlDataSource, CancellationToken, Task<long>> place,
        Func<NpgsqlDataSource, long, CancellationToken, Task<Look>> look,
        int timeoutSeconds,
        CancellationToken cancellationToken)
    {
        await using var installed = await InstalledDatabase.OpenAsync(data, Environment.GetEnvironmentVariable, cancellationToken);
        await using var database = NpgsqlDataSource.Create(installed.ConnectionString(DatabaseRole.Silo));
        var order = await KeysCommand.ReadAsync(() => place(database, cancellationToken));
        return await KeysCommand.ReadAsync(() => AwaitAsync(stop => look(database, order, stop), order, TimeSpan.FromSeconds(timeoutSeconds), cancellationToken));
    }

    private static async Task<Look> AwaitAsync(Func<CancellationToken, Task<Look>> look, long order, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(patience);
        using var timer = new PeriodicTimer(LookInterval);
        var progress = new Progress(Console.Error);
        var failures = 0;
        try
        {
            do
            {
                var seen = await look(limit.Token);
                if (seen.Finished)
                {
                    return seen;
                }

                failures = seen.Failures;
                progress.Report(failures == 0 ? "waiting for a silo" : "a silo could not finish it, and tries again");
            }
            while (await timer.WaitForNextTickAsync(limit.Token));
            throw new InvalidOperationException("The timer ended.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SetupException(failures == 0
                ? $"Order {order} stands, but no silo has finished it within {patience.TotalSeconds:0} s: start one, which then does what is ordered."
                : $"Order {order} stands, but could not be finished within {patience.TotalSeconds:0} s: the silos' logs say why; they go on trying.");
        }
    }

    private static async Task<Look> LookAtKeysAsync(NpgsqlDataSource database, long order, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("select merchants, failures from paygate.key_orders where id = $1");
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = order });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return await reader.IsDBNullAsync(0, cancellationToken)
            ? new Look { Failures = reader.GetInt32(1) }
            : new Look { Finished = true, Count = reader.GetInt32(0) };
    }

    private static async Task<Look> LookAtRefusalAsync(NpgsqlDataSource database, string table, long order, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand($"select finished_at is not null, refusal from {table} where id = $1");
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = order });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new Look { Finished = reader.GetBoolean(0), Refusal = await reader.IsDBNullAsync(1, cancellationToken) ? null : reader.GetString(1) };
    }

    /// <summary>How far an order is.</summary>
    private readonly record struct Look
    {
        public bool Finished { get; init; }

        public int Count { get; init; }

        public string? Refusal { get; init; }

        /// <summary>Tries that failed and will be repeated.</summary>
        public int Failures { get; init; }
    }
}
