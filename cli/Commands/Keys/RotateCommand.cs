using System.CommandLine;
using Npgsql;
using PayGate.Cli.Migrations;
using PayGate.Cli.Postgres;

namespace PayGate.Cli.Commands.Keys;

/// <summary><c>paygate keys rotate</c>: orders a new version of merchants' keys, and waits until running silos have made it.</summary>
internal static class RotateCommand
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(200);

    public static Command Create(Option<string> data)
    {
        var merchant = new Option<string?>("--merchant") { Description = "One merchant's key instead of all." };
        var compromised = new Option<bool>("--compromised") { Description = "Note in the history that the old version is not to be trusted." };
        var timeout = new Option<int>("--timeout") { Description = "Seconds to wait for a silo.", DefaultValueFactory = _ => 60 };
        var command = new Command("rotate", "Give merchants' card keys a new version; cards move to it by themselves.") { merchant, compromised, timeout };
        command.SetAction((result, cancellationToken) => RunAsync(
            result.GetValue(data)!,
            result.GetValue(merchant),
            result.GetValue(compromised) ? "compromised" : "ordered",
            TimeSpan.FromSeconds(result.GetValue(timeout)),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string data, string? merchant, string reason, TimeSpan patience, CancellationToken cancellationToken)
    {
        await using var installed = await InstalledDatabase.OpenAsync(data, Environment.GetEnvironmentVariable, cancellationToken);
        await using var database = NpgsqlDataSource.Create(installed.ConnectionString(DatabaseRole.Silo));
        var order = await KeysCommand.ReadAsync(() => OrderAsync(database, merchant, reason, cancellationToken));
        var merchants = await KeysCommand.ReadAsync(() => AwaitAsync(database, order, patience, cancellationToken));
        await Console.Out.WriteLineAsync(
            $"a new version of {merchants} {(merchants == 1 ? "key" : "keys")}: silos use it within a minute, and cards move to it in the background");
        return 0;
    }

    /// <exception cref="SetupException">The merchant has no key.</exception>
    private static async Task<long> OrderAsync(NpgsqlDataSource database, string? merchant, string reason, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            """
            insert into paygate.key_orders (merchant_id, reason)
              select $1, $2 where $1 is null or exists (select from paygate.key_versions where merchant_id = $1)
              returning id
            """);
        command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = merchant });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = reason });
        return await command.ExecuteScalarAsync(cancellationToken) is long id
            ? id
            : throw new SetupException($"Merchant {merchant} has no key, because it never had a card: there is nothing to rotate.");
    }

    /// <summary>How many keys the order gave a new version.</summary>
    /// <exception cref="SetupException">No silo took it in time.</exception>
    private static async Task<int> AwaitAsync(NpgsqlDataSource database, long order, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(patience);
        using var timer = new PeriodicTimer(LookInterval);
        var progress = new Progress(Console.Error);
        try
        {
            do
            {
                await using var command = database.CreateCommand("select merchants from paygate.key_orders where id = $1");
                command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = order });
                if (await command.ExecuteScalarAsync(limit.Token) is int merchants)
                {
                    return merchants;
                }

                progress.Report("waiting for a silo");
            }
            while (await timer.WaitForNextTickAsync(limit.Token));
            throw new InvalidOperationException("The timer ended.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SetupException($"Order {order} stands, but no silo has finished it within {patience.TotalSeconds:0} s: start one, which then does what is ordered.");
        }
    }
}
