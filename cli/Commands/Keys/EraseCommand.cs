using System.CommandLine;
using Npgsql;

namespace PayGate.Cli.Commands.Keys;

/// <summary><c>paygate keys erase</c>: orders that a merchant's cards become unreadable for ever, and waits until a silo has done it.</summary>
internal static class EraseCommand
{
    public static Command Create(Option<string> data)
    {
        var merchant = new Option<string>("--merchant") { Description = "Whose cards become unreadable.", Required = true };
        var yes = new Option<bool>("--yes") { Description = "Do not ask." };
        var force = new Option<bool>("--force") { Description = "Also if the merchant is neither suspended nor closed." };
        var timeout = OrderToSilos.TimeoutOption();
        var command = new Command("erase", "Destroy a merchant's keys, so that its cards cannot be read again, not even from backups of the database.")
        {
            merchant, yes, force, timeout,
        };
        command.SetAction((result, cancellationToken) => RunAsync(
            result.GetValue(data)!, result.GetValue(merchant)!, result.GetValue(yes), result.GetValue(force), result.GetValue(timeout), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string data, string merchant, bool yes, bool force, int timeoutSeconds, CancellationToken cancellationToken)
    {
        await OrderToSilos.RunAsync(data, (database, stop) => PlaceAsync(database, merchant, yes, force, stop), timeoutSeconds, cancellationToken);
        await Console.Out.WriteLineAsync($"the keys of {merchant} are destroyed: no card of it can be read again, and every silo has forgotten them within a minute");
        return 0;
    }

    /// <exception cref="SetupException">There is no such merchant, it is at work, or nobody agreed.</exception>
    private static async Task<long> PlaceAsync(NpgsqlDataSource database, string merchant, bool yes, bool force, CancellationToken cancellationToken)
    {
        await using var look = database.CreateCommand("select status from paygate.merchants where id = $1");
        look.Parameters.Add(new NpgsqlParameter<string> { TypedValue = merchant });
        var status = await look.ExecuteScalarAsync(cancellationToken) as string ?? throw new SetupException($"There is no merchant {merchant}: nothing was erased.");
        if (!force && status is not ("suspended" or "closed"))
        {
            throw new SetupException($"Merchant {merchant} is {status}: suspend or close it first, or say --force if its cards are to go in any case.");
        }

        if (!yes && !Agreed(merchant))
        {
            throw new SetupException("Nothing was erased.");
        }

        await using var order = database.CreateCommand("insert into paygate.key_orders (kind, merchant_id, reason) values ('erase', $1, 'ordered') returning id");
        order.Parameters.Add(new NpgsqlParameter<string> { TypedValue = merchant });
        return (long)(await order.ExecuteScalarAsync(cancellationToken))!;
    }

    private static bool Agreed(string merchant)
    {
        if (Console.IsInputRedirected)
        {
            throw new SetupException("There is no terminal to ask at, and this cannot be undone: say --yes if it is meant.");
        }

        Console.Error.Write($"No card of {merchant} can be read after this, by anyone, ever. Type the merchant's id to go on: ");
        return Console.In.ReadLine()?.Trim() == merchant;
    }
}
