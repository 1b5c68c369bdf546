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
        command.SetAction((result, cancellationToken) => RunAsync(
            result.GetValue(data)!, Path.GetFullPath(result.GetValue(file)!), result.GetValue(passphraseFile), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string data, string path, string? passphraseFile, CancellationToken cancellationToken)
    {
        var file = KeysCommand.RootKeyFile(data);
        if (!file.Exists)
        {
            throw new SetupException($"{file.Path} is missing, so there is no root key to export: name the data directory with --data.");
        }

        var key = file.Read();
        using var secrets = KeysCommand.RootKey().SecretsIn(Path.GetFullPath(data))!;
        var id = await secrets.FindId(cancellationToken);
        SecretsPlace.RequireOf(secrets, id, key.KeyId);
        var content = new RootKeyBackupContent(key, secrets.All(), secrets.Erased()) { SecretsId = id };
        RootKeyBackup.Write(path, content, Passphrase.Read(passphraseFile, confirm: true));
        await Console.Out.WriteLineAsync($"{key.KeyId} and the secrets of {content.MerchantSecrets.Count} {(content.MerchantSecrets.Count == 1 ? "merchant is" : "merchants are")} in {path}, closed with the passphrase: keep the two apart from each other and from the database");
        return 0;
    }
}
