using System.CommandLine;
using Npgsql;
using PayGate.ExchangeRates;
using PayGate.Grains.ExchangeRates;

namespace PayGate.Cli.Commands.Rates;

/// <summary><c>paygate rates set</c>: orders a rate that no source replaces for a while, and waits until a silo has carried it out. Who, before, after and why are kept.</summary>
internal static class RatesSetCommand
{
    private const int ReasonLengthMax = 500;

    public static Command Create(Option<string> data)
    {
        var currency = new Argument<string>("CURRENCY") { Description = "Whose rate it is, for example usd." };
        var rate = new Argument<string>("RATE") { Description = $"What one major unit of it is worth in {RateSheet.Base}: {RateDocument.RateBounds}." };
        var reason = new Option<string>("--reason") { Description = "Why; it is kept in the history.", Required = true };
        var hours = new Option<int>("--hours") { Description = "How long no source replaces it.", DefaultValueFactory = _ => 24 };
        var beyond = new Option<bool>("--beyond-band") { Description = $"Also if it is more than {RateSheet.BandFactor} times off the last good rate." };
        var timeout = OrderToSilos.TimeoutOption();
        var command = new Command("set", "Set the rate of a currency by hand.") { currency, rate, reason, hours, beyond, timeout };
        command.SetAction((result, cancellationToken) => RunAsync(
            result.GetValue(data)!,
            Order(result.GetValue(currency)!, result.GetValue(rate)!, result.GetValue(reason)!, result.GetValue(hours), result.GetValue(beyond)),
            result.GetValue(timeout),
            cancellationToken));
        return command;
    }

    /// <exception cref="SetupException">It is no order.</exception>
    private static SetRate Order(string currency, string rate, string reason, int hours, bool beyondBand) =>
        !Currency.TryParse(currency, out var known) || known == RateSheet.Base
            ? throw new SetupException($"CURRENCY is no code of ISO 4217 other than {RateSheet.Base}, which all rates are against.")
            : !RateDocument.TryParseRate(rate, out var parsed)
            ? throw new SetupException($"RATE is wrong: {RateDocument.RateBounds}.")
            : hours is < 1 or > 720
            ? throw new SetupException("--hours is a number from 1 to 720.")
            : reason.Length is 0 or > ReasonLengthMax
            ? throw new SetupException($"--reason has 1 to {ReasonLengthMax} characters.")
            : new SetRate { Order = 0, Currency = known, InBase = parsed, Hours = hours, BeyondBand = beyondBand, By = Environment.UserName, Reason = reason };

    private static async Task<int> RunAsync(string data, SetRate order, int timeoutSeconds, CancellationToken cancellationToken)
    {
        if (await OrderToSilos.RunAsync(
            data, "paygate.rate_orders", (database, stop) => PlaceAsync(database, order, stop), timeoutSeconds, cancellationToken) is { } refusal)
        {
            throw new SetupException($"{refusal} Nothing was changed; say --beyond-band if a rate that far off is meant.");
        }

        await Console.Out.WriteLineAsync($"{order.Currency} is {order.InBase} {RateSheet.Base} for {order.Hours} h: every process uses it within seconds");
        return 0;
    }

    private static async Task<long> PlaceAsync(NpgsqlDataSource database, SetRate order, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            "insert into paygate.rate_orders (currency, in_base, hours, beyond_band, ordered_by, reason) values ($1, $2, $3, $4, $5, $6) returning id");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = order.Currency.Code });
        command.Parameters.Add(new NpgsqlParameter<decimal> { TypedValue = order.InBase });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = order.Hours });
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = order.BeyondBand });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = order.By });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = order.Reason });
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
