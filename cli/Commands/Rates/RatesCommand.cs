using System.CommandLine;

namespace PayGate.Cli.Commands.Rates;

/// <summary><c>paygate rates</c>: what payments are converted at, for operators.</summary>
internal static class RatesCommand
{
    public static Command Create()
    {
        var data = SharedOptions.Data();
        data.Recursive = true;
        return new Command("rates", "See and set the exchange rates.") { data, RatesStatusCommand.Create(data), RatesSetCommand.Create(data) };
    }
}
