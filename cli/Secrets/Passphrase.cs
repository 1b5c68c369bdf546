using System.CommandLine;
using System.Text;

namespace PayGate.Cli.Secrets;

/// <summary>A passphrase from a file of mode 0600, or typed at the terminal and not shown there; never from the command line, which others can list.</summary>
internal static class Passphrase
{
    private const int LengthMin = 12;

    public static Option<string?> FileOption() => new("--passphrase-file")
    {
        Description = "File of mode 0600 whose first line is the passphrase; asked for at the terminal when left out.",
        HelpName = "FILE",
    };

    /// <param name="file">Null to ask at the terminal.</param>
    /// <param name="confirm">For a new passphrase: it must be long enough, and be typed twice.</param>
    /// <exception cref="SetupException">There is none, it is too short, or the file is open to others.</exception>
    public static string Read(string? file, bool confirm)
    {
        var passphrase = file is null ? Ask(confirm) : FirstLine(file);
        return passphrase.Length == 0 ? throw new SetupException("The passphrase is empty: give one.")
            : confirm && passphrase.Length < LengthMin ? throw new SetupException($"The passphrase is too short: give at least {LengthMin} characters.")
            : passphrase;
    }

    private static string FirstLine(string file)
    {
        try
        {
            return SecretFile.Read(file).Split('\n', 2)[0].TrimEnd('\r');
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SetupException($"The passphrase file {file} cannot be read: mend --passphrase-file.", exception);
        }
    }

    private static string Ask(bool confirm)
    {
        if (Console.IsInputRedirected)
        {
            throw new SetupException("There is no terminal to ask for the passphrase: name a file that holds it with --passphrase-file.");
        }

        // Makes the runtime set the terminal up, so that it echoes nothing once it prompts.
        _ = Console.KeyAvailable;
        var passphrase = Line("Passphrase: ");
        return !confirm || Line("Once more: ") == passphrase
            ? passphrase
            : throw new SetupException("The two passphrases differ: try again.");
    }

    private static string Line(string prompt)
    {
        Console.Error.Write(prompt);
        var text = new StringBuilder();
        for (var key = Console.ReadKey(intercept: true); key.Key != ConsoleKey.Enter; key = Console.ReadKey(intercept: true))
        {
            if (key.Key == ConsoleKey.Backspace)
            {
                text.Length = Math.Max(0, text.Length - 1);
            }
            else if (!char.IsControl(key.KeyChar))
            {
                text.Append(key.KeyChar);
            }
        }

        Console.Error.WriteLine();
        return text.ToString();
    }
}
