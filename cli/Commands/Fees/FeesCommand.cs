using System.CommandLine;
using System.Text.Json;
using Npgsql;
using PayGate.Cli.Commands.Keys;
using PayGate.Cli.Migrations;
using PayGate.Cli.Postgres;
using PayGate.Merchants;

namespace PayGate.Cli.Commands.Fees;

/// <summary><c>paygate fees</c>: what a merchant's payments are charged, for operators.</summary>
internal static class FeesCommand
{
    private const int ReasonLengthMax = 500;
    private const int FileBytesMax = 64 * 1024;

    public static Command Create()
    {
        var data = SharedOptions.Data();
        data.Recursive = true;
        var merchant = new Option<string>("--merchant") { Description = "Whose payments.", Required = true };
        var show = new Command("show", "Show the plan of a merchant as JSON.") { merchant };
        show.SetAction((result, cancellationToken) => ShowAsync(result.GetValue(data)!, result.GetValue(merchant)!, cancellationToken));
        var file = new Argument<string>("FILE") { Description = "The plan as JSON, for example {\"basis_points\":290,\"fixed\":\"30 usd\",\"returns_fee\":true}." };
        var reason = new Option<string>("--reason") { Description = "Why; it is kept in the history.", Required = true };
        var timeout = OrderToSilos.TimeoutOption();
        var set = new Command("set", "Charge payments that are authorized from now on by another plan.") { file, merchant, reason, timeout };
        set.SetAction((result, cancellationToken) => SetAsync(
            result.GetValue(data)!, result.GetValue(merchant)!, Read(result.GetValue(file)!), Checked(result.GetValue(reason)!),
            result.GetValue(timeout), cancellationToken));
        return new Command("fees", "See and set what merchants are charged.") { data, show, set };
    }

    private static async Task<int> ShowAsync(string data, string merchant, CancellationToken cancellationToken)
    {
        await using var installed = await InstalledDatabase.OpenAsync(data, Environment.GetEnvironmentVariable, cancellationToken);
        await using var database = NpgsqlDataSource.Create(installed.ConnectionString(DatabaseRole.Silo));
        await Console.Out.WriteLineAsync(await KeysCommand.ReadAsync(() => PlanOfAsync(database, merchant, cancellationToken)));
        return 0;
    }

    private static async Task<string> PlanOfAsync(NpgsqlDataSource database, string merchant, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("select fee_plan::text, fee_basis_points, fee_fixed_usd_cents from paygate.merchants where id = $1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = merchant });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return !await reader.ReadAsync(cancellationToken)
            ? throw new SetupException($"There is no merchant {merchant}.")
            : await reader.IsDBNullAsync(0, cancellationToken) ? FeePlanStorage.Write(FeePlan.Opening(reader.GetInt32(1), reader.GetInt64(2))) : reader.GetString(0);
    }

    private static async Task<int> SetAsync(string data, string merchant, FeePlan plan, string reason, int timeoutSeconds, CancellationToken cancellationToken)
    {
        if (await OrderToSilos.RunAsync(
            data, "paygate.fee_orders", (database, stop) => PlaceAsync(database, merchant, plan, reason, stop), timeoutSeconds, cancellationToken) is { } refusal)
        {
            throw new SetupException($"{refusal} Nothing was changed.");
        }

        await Console.Out.WriteLineAsync($"{merchant} is charged by this plan within seconds; payments that are authorized keep theirs");
        return 0;
    }

    private static async Task<long> PlaceAsync(NpgsqlDataSource database, string merchant, FeePlan plan, string reason, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            "insert into paygate.fee_orders (merchant_id, plan, ordered_by, reason) select id, $2::json, $3, $4 from paygate.merchants where id = $1 returning id");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = merchant });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = FeePlanStorage.Write(plan) });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Environment.UserName });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = reason });
        return await command.ExecuteScalarAsync(cancellationToken) is long id ? id : throw new SetupException($"There is no merchant {merchant}.");
    }

    /// <exception cref="SetupException">It is no plan.</exception>
    private static FeePlan Read(string path)
    {
        try
        {
            var plan = new FileInfo(path).Length > FileBytesMax
                ? throw new SetupException($"{path} is larger than {FileBytesMax} bytes: a plan is not.")
                : FeePlanStorage.Read(File.ReadAllText(path));
            return plan.Fault is { } fault ? throw new SetupException($"{path} is no fee plan: {fault}.") : plan with { Version = 0 };
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            throw new SetupException($"{path} cannot be read as a fee plan ({exception.Message}).", exception);
        }
    }

    private static string Checked(string reason) =>
        reason.Length is 0 or > ReasonLengthMax ? throw new SetupException($"--reason has 1 to {ReasonLengthMax} characters.") : reason;
}
