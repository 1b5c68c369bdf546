using System.CommandLine;
using System.Globalization;
using System.Text;
using Npgsql;
using PayGate.Cli.Commands.Keys;
using PayGate.Cli.Hosting;
using PayGate.Cli.Migrations;
using PayGate.Cli.Postgres;
using PayGate.ExchangeRates;

namespace PayGate.Cli.Commands.Rates;

/// <summary><c>paygate rates status</c>: the rates in force, until when they are usable, and what of the source's last answer was refused. Exit code 1 where one is too old.</summary>
internal static class RatesStatusCommand
{
    public static Command Create(Option<string> data)
    {
        var command = new Command("status", "Show the exchange rates in force, and what was refused of the source's last answer.");
        command.SetAction((result, cancellationToken) => RunAsync(result.GetValue(data)!, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string data, CancellationToken cancellationToken)
    {
        var policy = RateVariables.Read(Environment.GetEnvironmentVariable).Policy;
        await using var installed = await InstalledDatabase.OpenAsync(data, Environment.GetEnvironmentVariable, cancellationToken);
        await using var database = NpgsqlDataSource.Create(installed.ConnectionString(DatabaseRole.Silo));
        var sheet = await KeysCommand.ReadAsync(() => ReadAsync(database, cancellationToken));
        var now = policy.Wall.GetUtcNow();
        foreach (var (code, rate) in sheet.Rates)
        {
            await Console.Out.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{code}  {rate.InBase} {RateSheet.Base}  of {rate.AsOf:u}  from {rate.Source}  {(rate.UsableUntil(policy.AgeMax) < now ? "TOO OLD since" : "usable until")} {rate.UsableUntil(policy.AgeMax):u}"));
        }

        await Console.Out.WriteLineAsync(sheet.AskedAt is { } asked
            ? string.Create(CultureInfo.InvariantCulture, $"source {sheet.Source}, last asked at {asked:u}, {sheet.Refused.Length} refused")
            : "no source has been asked yet: a silo does at its start");
        foreach (var reason in sheet.Refused)
        {
            await Console.Out.WriteLineAsync($"refused: {reason}");
        }

        return sheet.Rates.Values.Any(rate => rate.UsableUntil(policy.AgeMax) < now) ? 1 : 0;
    }

    private static async Task<RateSheet> ReadAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("select state::text from paygate.exchange_rates");
        return await command.ExecuteScalarAsync(cancellationToken) is string state ? RateStorage.Read(Encoding.UTF8.GetBytes(state)) : new RateSheet();
    }
}
