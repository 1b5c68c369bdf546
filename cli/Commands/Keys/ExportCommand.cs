using System.CommandLine;
using PayGate.Cli.Secrets;
using PayGate.Silo.Keys;

namespace PayGate.Cli.Commands.Keys;

/// <summary><c>paygate keys export</c>: an encrypted copy of root key and merchants' secrets, to be kept elsewhere. Needs no database.</summary>
internal static class ExportCommand
{
    public static Command Create(Option<string> data)
    {
        var file = new Argument<string>("FILE") { Description = "New file to write." };
        var passphraseFile = Passphrase.FileOption();
        var command = new Command("export", "Write a backup of root key and merchants' secrets that only a passphrase opens.") { file, passphraseFile };
        command.SetAction(result => Run(result.GetValue(data)!, Path.GetFullPath(result.GetValue(file)!), result.GetValue(passphraseFile)));
        return command;
    }

    private static int Run(string data, string path, string? passphraseFile)
    {
        var file = KeysCommand.RootKeyFile(data);
        if (!file.Exists)
        {
            throw new SetupException($"{file.Path} is missing, so there is no root key to export: name the data directory with --data.");
        }

        var key = file.Read();
        var secrets = KeysCommand.RootKey().SecretsIn(Path.GetFullPath(data))!;
        var content = new RootKeyBackupContent(key, secrets.All(), secrets.Erased());
        RootKeyBackup.Write(path, content, Passphrase.Read(passphraseFile, confirm: true));
        Console.Out.WriteLine($"{key.KeyId} and the secrets of {content.MerchantSecrets.Count} {(content.MerchantSecrets.Count == 1 ? "merchant is" : "merchants are")} in {path}, closed with the passphrase: keep the two apart from each other and from the database");
        return 0;
    }
}
