using System.CommandLine;
using Npgsql;
using PayGate.Cli.Migrations;
using PayGate.Cli.Postgres;
using PayGate.Silo.Keys;

namespace PayGate.Cli.Commands.Keys;

/// <summary><c>paygate keys verify</c>: opens every stored key and card, and changes nothing. Exit code 1 if one does not open.</summary>
internal static class VerifyCommand
{
    public static Command Create(Option<string> data)
    {
        var command = new Command("verify", "Open every stored key with the root key, and every stored card; show none.");
        command.SetAction((result, cancellationToken) => RunAsync(result.GetValue(data)!, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string data, CancellationToken cancellationToken)
    {
        using var source = KeysCommand.RootKey().Open(Path.GetFullPath(data));
        using var secrets = KeysCommand.RootKey().OpenSecrets(Path.GetFullPath(data));
        await using var installed = await InstalledDatabase.OpenAsync(data, Environment.GetEnvironmentVariable, cancellationToken);
        await using var database = NpgsqlDataSource.Create(installed.ConnectionString(DatabaseRole.Silo));
        return await KeysCommand.ReadAsync(() => VerifyAsync(source, secrets, database, cancellationToken));
    }

    private static async Task<int> VerifyAsync(
        IRootKeySource source, IMerchantSecrets secrets, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        var recorded = await new PostgresRootKeyRecord(database).Load(cancellationToken);
        if (recorded is { KeyId: null, HoldsWrappedKeys: false })
        {
            await Console.Out.WriteLineAsync("nothing to open: the database never saw a root key");
            return 0;
        }

        if (recorded.KeyId is null)
        {
            throw new RootKeyException(RootKeyOpening.RecordMissing);
        }

        var root = await RootKeyOpening.OpenRecorded(source, recorded, cancellationToken);
        await SecretsPlace.RequireRecorded(secrets, recorded, cancellationToken);
        var progress = new Progress(Console.Error);
        var wrapping = new KeyHierarchy(root).KeyEncryptionKeys(new PostgresKekVersions(database), secrets, TimeProvider.System);
        var verification = new KeyVerification(database, wrapping);
        var verdict = await verification.Run((keys, cards) => progress.Report($"{keys} keys and {cards} cards open"), cancellationToken);
        foreach (var name in verdict.Names)
        {
            await Console.Error.WriteLineAsync($"paygate: {name} does not open");
        }

        await Console.Out.WriteLineAsync(
            $"{verdict.Keys} keys and {verdict.Cards} cards open with {recorded.KeyId} of {source.Description}, {verdict.Failures} do not"
            + (verdict.Erased == 0 ? string.Empty : $"; {verdict.Erased} are of merchants that were erased, and are destroyed when a silo starts"));
        return verdict.Failures == 0 ? 0 : 1;
    }
}
