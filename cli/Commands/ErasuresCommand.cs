using System.CommandLine;
using System.Globalization;
using PayGate.Cli.Hosting;
using PayGate.Cli.Migrations;
using PayGate.Cli.Postgres;
using PayGate.Silo.Erasure;

namespace PayGate.Cli.Commands;

/// <summary>
/// <c>paygate erasures apply</c>: erases again in a restored database whom a list of erasures names, for lists that are not the silo's own. A silo does
/// the same with its own list at each start.
/// </summary>
internal static class ErasuresCommand
{
    public static Command Create()
    {
        var file = new Option<string?>("--file") { Description = "A list that another silo kept; without it the data directory's own.", HelpName = "FILE" };
        var data = SharedOptions.Data();
        data.Recursive = true;
        var apply = new Command("apply", "Erase customers again in a restored database, before it is used.") { file };
        apply.SetAction((result, _) => RunAsync(result.GetValue(file), result.GetValue(data)!));
        return new Command("erasures", "Keep erased customers erased after a restore.") { data, apply };
    }

    private static async Task<int> RunAsync(string? file, string data)
    {
        using var signals = new StopSignals();
        var own = ErasureVariables.List(Path.GetFullPath(data), Environment.GetEnvironmentVariable);
        if (file is not null && !File.Exists(file))
        {
            throw new SetupException($"There is no list of erasures {file}: name the file {ErasureList.DefaultName} of a silo's data directory.");
        }

        await using var database = await InstalledDatabase.OpenAsync(data, Environment.GetEnvironmentVariable, signals.Stop);
        var list = file is null ? own : new ErasureList(Path.GetFullPath(file));
        try
        {
            var applied = await ErasureReplay.Run(database.ConnectionString(DatabaseRole.Silo), list, TimeProvider.System, signals.Stop);
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{applied} customers erased again"));
            return 0;
        }
        catch (InvalidDataException exception)
        {
            throw new SetupException(exception.Message, exception);
        }
    }
}
