using System.CommandLine;
using PayGate.Bench;
using PayGate.Cli;

var seconds = new Option<int>("--seconds") { Description = "Length of each measurement.", DefaultValueFactory = _ => 20, HelpName = "N" };
var clients = new Option<int>("--clients") { Description = "Connections that pay at once.", DefaultValueFactory = _ => 192, HelpName = "N" };
var merchants = new Option<int>("--merchants") { Description = "Merchants of the scenarios with many.", DefaultValueFactory = _ => 50, HelpName = "N" };
var only = new Option<string[]>("--only") { Description = "Scenarios to run: visa, one, cards, paced. All if none is named.", HelpName = "NAME", Arity = ArgumentArity.ZeroOrMore };
var noYardstick = new Option<bool>("--no-pgbench") { Description = "Leave out pgbench, and with it all ratios." };
var command = new RootCommand("Measures complete payments, and pgbench on the same PostgreSQL, in one run.") { seconds, clients, merchants, only, noYardstick };
command.SetAction((result, cancellationToken) => BenchRun.Run(
    new BenchOptions
    {
        Length = TimeSpan.FromSeconds(result.GetValue(seconds)),
        Clients = result.GetValue(clients),
        Merchants = result.GetValue(merchants),
        Only = [.. result.GetValue(only) ?? []],
        Yardstick = !result.GetValue(noYardstick),
    },
    cancellationToken));

try
{
    return await command.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (SetupException exception)
{
    await Console.Error.WriteLineAsync($"paygate bench: {exception.Message}");
    return 1;
}
