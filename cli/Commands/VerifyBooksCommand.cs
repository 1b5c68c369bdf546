using System.CommandLine;
using System.Globalization;
using Npgsql;
using PayGate.Cli.Hosting;
using PayGate.Cli.Migrations;
using PayGate.Cli.Postgres;
using PayGate.Silo.Books;
using PayGate.Silo.Books.Verification;

namespace PayGate.Cli.Commands;

/// <summary><c>paygate verify</c>: proves the books, or names where they are wrong, and changes nothing. Exit code 1 where something is wrong.</summary>
internal static class VerifyBooksCommand
{
    public static Command Create()
    {
        var roots = new Option<string?>("--roots")
        {
            Description = $"The roots outside the database; without it {BooksRootFile.DefaultName} of the data directory.",
            HelpName = "FILE",
        };
        var key = new Option<string?>("--public-key")
        {
            Description = $"The key that must have signed them, in PEM; without it {BooksKey.DefaultName} of the data directory.",
            HelpName = "FILE",
        };
        var data = SharedOptions.Data();
        var command = new Command("verify", "Prove the books: ledger, facts, batches, payouts, signed roots and the bank's journal.") { roots, key, data };
        command.SetAction((result, cancellationToken) =>
            RunAsync(result.GetValue(roots), result.GetValue(key), Path.GetFullPath(result.GetValue(data)!), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string? rootsFile, string? keyFile, string data, CancellationToken cancellationToken)
    {
        var roots = Existing(rootsFile, BooksVariables.RootsFile(Environment.GetEnvironmentVariable) ?? Path.Combine(data, BooksRootFile.DefaultName));
        var keyPath = Existing(keyFile, BooksVariables.KeyFile(Environment.GetEnvironmentVariable) ?? Path.Combine(data, BooksKey.DefaultName));
        try
        {
            using var key = keyPath is null ? null : BooksKey.Open(keyPath);
            var file = roots is null ? null : await new BooksRootFile(roots).Read(cancellationToken);
            await using var installed = await InstalledDatabase.OpenAsync(data, Environment.GetEnvironmentVariable, cancellationToken);
            var verification = new BooksVerification(installed.ConnectionString(DatabaseRole.Silo), installed.ConnectionString(DatabaseRole.Audit));
            var verdict = await verification.Run(key, file, new Progress(Console.Error).Report, cancellationToken);
            return await TellAsync(verdict, key, roots, file?.Count);
        }
        catch (InvalidDataException exception)
        {
            throw new SetupException(exception.Message, exception);
        }
        catch (NpgsqlException exception)
        {
            throw new SetupException($"The books could not be read: {exception.Message} Once the database answers, run this again.", exception);
        }
    }

    private static async Task<int> TellAsync(BooksVerdict verdict, BooksKey? key, string? roots, int? lines)
    {
        foreach (var violation in verdict.Named)
        {
            await Console.Error.WriteLineAsync($"paygate: {violation}");
        }

        await Console.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"{verdict.Facts} facts of {verdict.Streams} objects, {verdict.Roots} roots, {verdict.Violations} differences"));
        await Console.Out.WriteLineAsync(key is null
            ? "signatures of the roots: NOT checked, there is no key here: name it with --public-key"
            : $"signatures of the roots: checked with the key {key.Id}");
        await Console.Out.WriteLineAsync(roots is null
            ? "roots outside the database: NOT compared, there is no file here: name one with --roots"
            : string.Create(CultureInfo.InvariantCulture, $"roots outside the database: {lines} compared, of {roots}"));
        return verdict.Violations == 0 ? 0 : 1;
    }

    /// <summary>What is named must be there; what is where it is by itself may be missing.</summary>
    private static string? Existing(string? named, string usual) =>
        named is null ? File.Exists(usual) ? usual : null
        : File.Exists(named) ? Path.GetFullPath(named)
        : throw new SetupException($"There is no file {named}: name one that exists.");
}
