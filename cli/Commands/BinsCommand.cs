using System.CommandLine;
using System.Globalization;
using System.Text;
using PayGate.Bins;
using PayGate.Cli.Bins;
using PayGate.Cli.Hosting;
using PayGate.Cli.Migrations;
using PayGate.Cli.Postgres;

namespace PayGate.Cli.Commands;

/// <summary><c>paygate bins import FILE</c>: replaces what was imported about BINs by a file. Nothing is written unless every line is good.</summary>
internal static class BinsCommand
{
    private const long FileBytesMax = 64 * 1024 * 1024;

    /// <summary>Enough to see what is wrong with a file; the last line says how many there are.</summary>
    private const int ProblemsShownMax = 20;

    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = $"CSV in UTF-8, with the header {BinFile.Header}." };
        var data = SharedOptions.Data();
        data.Recursive = true;
        var import = new Command("import", "Replace all imported ranges by those of a file.") { file };
        import.SetAction((result, _) => RunAsync(result.GetValue(file)!, result.GetValue(data)!));
        return new Command("bins", "Keep the table of BINs, the first digits of card numbers.") { data, import };
    }

    private static async Task<int> RunAsync(string path, string data)
    {
        var file = Read(path);
        foreach (var problem in file.Problems.Take(ProblemsShownMax))
        {
            await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{path}:{problem.Line}: {problem.Text}"));
        }

        if (file.Problems.Count > 0)
        {
            throw new SetupException(string.Create(
                CultureInfo.InvariantCulture, $"{path} has {file.Problems.Count} bad lines and nothing was imported: mend them, and import it again."));
        }

        using var signals = new StopSignals();
        await using var database = await InstalledDatabase.OpenAsync(data, Environment.GetEnvironmentVariable, signals.Stop);
        await BinImport.RunAsync(database.ConnectionString(DatabaseRole.Silo), file.Ranges, signals.Stop);
        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{file.Ranges.Count} ranges imported"));
        return 0;
    }

    private static BinFile Read(string path)
    {
        try
        {
            if (new FileInfo(path).Length > FileBytesMax)
            {
                throw new SetupException($"{path} is larger than {FileBytesMax / 1024 / 1024} MiB: leave out what is not needed.");
            }

            using var text = new StreamReader(path, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
            return BinFile.Read(text);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SetupException($"{path} cannot be read ({exception.Message}): name a file that {Environment.UserName} may read.", exception);
        }
        catch (DecoderFallbackException exception)
        {
            throw new SetupException($"{path} is not written in UTF-8: convert it, and import it again.", exception);
        }
    }
}
