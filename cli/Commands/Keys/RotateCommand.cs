using System.CommandLine;
using Npgsql;

namespace PayGate.Cli.Commands.Keys;

/// <summary><c>paygate keys rotate</c>: orders a new version of merchants' keys, or of the transport key, and waits until running silos have made it.</summary>
internal static class RotateCommand
{
    public static Command Create(Option<string> data)
    {
        var merchant = new Option<string?>("--merchant") { Description = "One merchant's key instead of all." };
        var compromised = new Option<bool>("--compromised") { Description = "Note in the history that the old version is not to be trusted." };
        var transport = new Option<bool>("--transport") { Description = "The transport key instead, under which the API seals cards for the vault." };
        var timeout = OrderToSilos.TimeoutOption();
        var command = new Command("rotate", "Give merchants' card keys a new version; cards move to it by themselves.") { merchant, compromised, transport, timeout };
        command.Validators.Add(result =>
        {
            if (result.GetValue(transport) && result.GetValue(merchant) is not null)
            {
                result.AddError("All merchants have one transport key: say --transport or --merchant, not both.");
            }
        });
        command.SetAction((result, cancellationToken) =>
        {
            var reason = result.GetValue(compromised) ? "compromised" : "ordered";
            return result.GetValue(transport)
                ? RunTransportAsync(result.GetValue(data)!, reason, result.GetValue(timeout), cancellationToken)
                : RunAsync(result.GetValue(data)!, result.GetValue(merchant), reason, result.GetValue(timeout), cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunTransportAsync(string data, string reason, int timeoutSeconds, CancellationToken cancellationToken)
    {
        await OrderToSilos.RunAsync(data, (database, stop) => PlaceTransportAsync(database, reason, stop), timeoutSeconds, cancellationToken);
        await Console.Out.WriteLineAsync(
            "a new version of the transport key: silos have it in api-secrets.json within seconds. Where you copy that file to API processes, copy it within the hour: "
            + "after that, cards sealed under the version before are refused");
        return 0;
    }

    private static async Task<long> PlaceTransportAsync(NpgsqlDataSource database, string reason, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("insert into paygate.key_orders (kind, reason) values ('transport', $1) returning id");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = reason });
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static async Task<int> RunAsync(string data, string? merchant, string reason, int timeoutSeconds, CancellationToken cancellationToken)
    {
        var merchants = await OrderToSilos.RunAsync(data, (database, stop) => PlaceAsync(database, merchant, reason, stop), timeoutSeconds, cancellationToken);
        await Console.Out.WriteLineAsync(
            $"a new version of {merchants} {(merchants == 1 ? "key" : "keys")}: silos use it within a minute, and cards move to it in the background");
        return 0;
    }

    /// <exception cref="SetupException">The merchant has no key.</exception>
    private static async Task<long> PlaceAsync(NpgsqlDataSource database, string? merchant, string reason, CancellationToken cancellationToken)
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
}
