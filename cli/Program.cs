using System.CommandLine;
using PayGate.Cli;
using PayGate.Cli.Commands;
using PayGate.Silo.Keys;

// Signals are StopSignals' work: PostgreSQL has to stop after the last request, whatever asked for the end.
var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
try
{
    return await PayGateCommand.Create().Parse(args).InvokeAsync(configuration);
}
catch (Exception exception) when (exception is SetupException or RootKeyException)
{
    await Console.Error.WriteLineAsync($"paygate: {exception.Message}");
    return 1;
}
