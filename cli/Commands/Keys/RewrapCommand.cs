using System.CommandLine;
using Npgsql;

namespace PayGate.Cli.Commands.Keys;

/// <summary><c>paygate keys rewrap</c>: orders a new version of the key-encryption key, and waits until running silos have brought every merchant's key under it.</summary>
internal static class RewrapCommand
{
    public static Command Create(Option<string> data)
    {
        var timeout = OrderToSilos.TimeoutOption();
        var command = new Command("rewrap", "Wrap all merchants' keys under a new version of the key-encryption key; cards stay as they are.") { timeout };
        command.SetAction((result, cancellationToken) => RunAsync(result.GetValue(data)!, result.GetValue(timeout), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string data, int timeoutSeconds, CancellationToken cancellationToken)
    {
        await OrderToSilos.RunAsync(data, PlaceAsync, timeoutSeconds, cancellationToken);
        await Console.Out.WriteLineAsync("all merchants' keys are wrapped anew: what wrapped them before is retired in ten minutes");
        return 0;
    }

    private static async Task<long> PlaceAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("insert into paygate.key_orders (kind, reason) values ('rewrap', 'ordered') returning id");
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
