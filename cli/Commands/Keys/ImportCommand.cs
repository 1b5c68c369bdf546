using System.CommandLine;
using System.Security.Cryptography;
using PayGate.Cli.Secrets;
using PayGate.Silo.Keys;

namespace PayGate.Cli.Commands.Keys;

/// <summary><c>paygate keys import</c>: puts an exported root key and merchants' secrets back in their place. Needs no database; a start checks that the key is the database's.</summary>
internal static class ImportCommand
{
    public static Command Create(Option<string> data)
    {
        var file = new Argument<string>("FILE") { Description = "What `paygate keys export` wrote." };
        var passphraseFile = Passphrase.FileOption();
        var command = new Command("import", "Put root key and merchants' secrets of a backup back in their place.") { file, passphraseFile };
        command.SetAction((result, cancellationToken) => RunAsync(
            result.GetValue(data)!, Path.GetFullPath(result.GetValue(file)!), result.GetValue(passphraseFile), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string data, string backup, string? passphraseFile, CancellationToken cancellationToken)
    {
        var file = KeysCommand.RootKeyFile(data);
        var content = RootKeyBackup.Read(backup, Passphrase.Read(passphraseFile, confirm: false));
        var key = content.Key;
        // Makes the directory where it is missing, and keeps a start from making another key meanwhile.
        using var directory = KeysCommand.RootKey().MountedFile is null ? DataDirectory.Open(data) : null;
        if (file.Exists)
        {
            RequireSame(file, key);
            await Console.Out.WriteLineAsync($"{key.KeyId} is in {file.Path} already");
            await PutSecretsBackAsync(data, content, cancellationToken);
            return 0;
        }

        try
        {
            file.Write(key);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SetupException($"{file.Path} cannot be written by {Environment.UserName}: make its directory that user's.", exception);
        }

        await Console.Out.WriteLineAsync($"{key.KeyId} is in {file.Path}");
        await PutSecretsBackAsync(data, content, cancellationToken);
        return 0;
    }

    private static async Task PutSecretsBackAsync(string data, RootKeyBackupContent content, CancellationToken cancellationToken)
    {
        using var secrets = KeysCommand.RootKey().SecretsIn(Path.GetFullPath(data))!;
        var count = await secrets.PutBack(content.MerchantSecrets, content.Erased, content.SecretsId, cancellationToken);
        await Console.Out.WriteLineAsync($"merchants' secrets: {count} put back, {content.MerchantSecrets.Count - count} there already or erased");
    }

    private static void RequireSame(RootKeyFile file, RootKey key)
    {
        RootKey found;
        try
        {
            found = file.Read();
        }
        catch (RootKeyException exception)
        {
            throw new SetupException($"Something else than a usable root key is in {file.Path}: move it away first.", exception);
        }

        if (found.KeyId != key.KeyId || !CryptographicOperations.FixedTimeEquals(found.KeyCheck(), key.KeyCheck()))
        {
            throw new SetupException($"{file.Path} holds another root key, {found.KeyId}: move it away first, to a place where it is safe.");
        }
    }
}
