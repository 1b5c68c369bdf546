using PayGate.Cli.Postgres;
using PayGate.Silo.Keys;
using PayGate.Testing;

namespace PayGate.Cli.Tests.Keys;

/// <summary>The verbs that write and read a backup of the root key; they need no database.</summary>
public sealed class KeyBackupTests
{
    [Fact]
    public async Task Import_AfterTheFileWasLost_PutsTheSameFileBack()
    {
        await using var directory = new TemporaryDirectory();
        var (path, key) = await MakeKey(directory);
        var passphrase = KeysRun.PassphraseFile(directory);
        var backup = Path.Combine(directory.Location, "backup.json");
        var before = await File.ReadAllTextAsync(path);
        using var secrets = Secrets(directory);
        var secret = await secrets.FindOrMake("mch_1", default);
        var id = await secrets.FindId(default);

        var exported = await KeysRun.Run(directory.Data, "export", backup, "--passphrase-file", passphrase);
        Directory.Delete(directory.Data, recursive: true);
        var imported = await KeysRun.Run(directory.Data, "import", backup, "--passphrase-file", passphrase);
        var again = await KeysRun.Run(directory.Data, "import", backup, "--passphrase-file", passphrase);

        Assert.Equal(
            (0, $"{key.KeyId} and the secrets of 1 merchant is in {backup}, closed with the passphrase: keep the two apart from each other and from the database", ""), exported);
        Assert.Equal((0, $"{key.KeyId} is in {path}\nmerchants' secrets: 1 put back, 0 there already or erased", ""), imported);
        Assert.Equal((0, $"{key.KeyId} is in {path} already\nmerchants' secrets: 0 put back, 1 there already or erased", ""), again);
        using var restored = Secrets(directory);
        Assert.Equal(secret, await restored.Find("mch_1", default));
        Assert.NotNull(id);
        Assert.Equal(id, await restored.FindId(default));
        Assert.Equal(before, await File.ReadAllTextAsync(path));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        // What was imported into is a data directory that a start takes.
        DataDirectory.Open(directory.Data).Dispose();
    }

    /// <summary>The list of erased merchants stands beside the root key, and is in each backup that was made after.</summary>
    [Fact]
    public async Task Import_DoesNotBringBackWhoWasErased_HereOrBeforeTheExport()
    {
        await using var directory = new TemporaryDirectory();
        await MakeKey(directory);
        var passphrase = KeysRun.PassphraseFile(directory);
        using var secrets = Secrets(directory);
        await secrets.FindOrMake("mch_1", default);
        await secrets.FindOrMake("mch_2", default);
        var (old, newer) = (Path.Combine(directory.Location, "old.json"), Path.Combine(directory.Location, "newer.json"));
        await KeysRun.Run(directory.Data, "export", old, "--passphrase-file", passphrase);
        await secrets.Erase("mch_1", default);
        await KeysRun.Run(directory.Data, "export", newer, "--passphrase-file", passphrase);

        var here = await KeysRun.Run(directory.Data, "import", old, "--passphrase-file", passphrase);
        Directory.Delete(directory.Data, recursive: true);
        await KeysRun.Run(directory.Data, "import", newer, "--passphrase-file", passphrase);
        var later = await KeysRun.Run(directory.Data, "import", old, "--passphrase-file", passphrase);

        Assert.EndsWith("merchants' secrets: 0 put back, 2 there already or erased", here.Output, StringComparison.Ordinal);
        Assert.EndsWith("merchants' secrets: 0 put back, 2 there already or erased", later.Output, StringComparison.Ordinal);
        using var restored = Secrets(directory);
        Assert.Equal(["mch_2"], restored.All().Keys);
        Assert.Equal(["mch_1"], restored.Erased());
    }

    [Fact]
    public async Task Import_OverSomethingElse_RefusesAndLeavesIt()
    {
        await using var directory = new TemporaryDirectory();
        var (path, _) = await MakeKey(directory);
        var passphrase = KeysRun.PassphraseFile(directory);
        var backup = Path.Combine(directory.Location, "backup.json");
        await KeysRun.Run(directory.Data, "export", backup, "--passphrase-file", passphrase);
        File.Delete(path);
        var other = new RootKeyFile(path).Generate();
        var before = await File.ReadAllTextAsync(path);

        await KeysRun.Refused(
            $"{path} holds another root key, {other.KeyId}: move it away first, to a place where it is safe.",
            directory.Data, "import", backup, "--passphrase-file", passphrase);
        Assert.Equal(before, await File.ReadAllTextAsync(path));

        await File.WriteAllTextAsync(path, "precious");
        await KeysRun.Refused(
            $"Something else than a usable root key is in {path}: move it away first.",
            directory.Data, "import", backup, "--passphrase-file", passphrase);
        Assert.Equal("precious", await File.ReadAllTextAsync(path));
    }

    [Fact]
    public async Task Import_WithTheWrongPassphraseOrFile_MakesNothing()
    {
        await using var directory = new TemporaryDirectory();
        await MakeKey(directory);
        var backup = Path.Combine(directory.Location, "backup.json");
        await KeysRun.Run(directory.Data, "export", backup, "--passphrase-file", KeysRun.PassphraseFile(directory));
        Directory.Delete(directory.Data, recursive: true);
        var wrong = KeysRun.PassphraseFile(directory, "another passphrase");

        await KeysRun.Refused(
            $"{backup} does not open with that passphrase: give the one of its export, or another copy of the backup.",
            directory.Data, "import", backup, "--passphrase-file", wrong);
        await KeysRun.Refused(
            $"{wrong} is no backup of a root key: give the file that `paygate keys export` wrote.", directory.Data, "import", wrong, "--passphrase-file", wrong);
        Assert.False(Directory.Exists(directory.Data));
    }

    [Fact]
    public async Task Export_OverAFile_RefusesAndLeavesIt()
    {
        await using var directory = new TemporaryDirectory();
        await MakeKey(directory);
        var passphrase = KeysRun.PassphraseFile(directory);

        await KeysRun.Refused(
            $"{passphrase} exists, and a backup never replaces a file: choose another name.", directory.Data, "export", passphrase, "--passphrase-file", passphrase);

        Assert.Equal(KeysRun.Passphrase + "\n", await File.ReadAllTextAsync(passphrase));
    }

    [Fact]
    public async Task Export_WithoutAGoodPassphraseOrKey_SaysWhatIsMissing()
    {
        await using var directory = new TemporaryDirectory();
        var backup = Path.Combine(directory.Location, "backup.json");
        var good = KeysRun.PassphraseFile(directory);
        var path = Path.Combine(directory.Data, "root.key");
        await KeysRun.Refused(
            $"{path} is missing, so there is no root key to export: name the data directory with --data.", directory.Data, "export", backup, "--passphrase-file", good);
        await MakeKey(directory);

        await KeysRun.Refused(
            "The passphrase is too short: give at least 12 characters.",
            directory.Data, "export", backup, "--passphrase-file", KeysRun.PassphraseFile(directory, "short"));
        await KeysRun.Refused("The passphrase is empty: give one.", directory.Data, "export", backup, "--passphrase-file", KeysRun.PassphraseFile(directory, ""));
        await KeysRun.Refused(
            $"The passphrase file {backup} cannot be read: mend --passphrase-file.", directory.Data, "export", backup, "--passphrase-file", backup);
        File.SetUnixFileMode(good, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        await KeysRun.Refused(
            $"{good} can be read by other users: run `chmod 600 {good}` and replace what it holds if others use this machine.",
            directory.Data, "export", backup, "--passphrase-file", good);
        Assert.False(File.Exists(backup));
    }

    [Fact]
    public async Task Export_WithoutATerminal_AsksForAFile()
    {
        await using var directory = new TemporaryDirectory();
        await MakeKey(directory);

        var result = await Tool.RunAsync(
            ["dotnet", BuiltProgram.Location, "keys", "export", Path.Combine(directory.Location, "backup"), "--data", directory.Data],
            CancellationToken.None);

        Assert.Equal(
            (1, "paygate: There is no terminal to ask for the passphrase: name a file that holds it with --passphrase-file."), (result.ExitCode, result.Output));
    }

    [Fact]
    public async Task ExportAndImport_OfAMountedFile_UseThatFile()
    {
        await using var directory = new TemporaryDirectory();
        var mounted = new RootKeyFile(Path.Combine(directory.Location, "mounted.key"));
        var key = mounted.Generate();
        using var secrets = new MerchantSecretFiles(Path.Combine(directory.Location, "secrets"));
        await secrets.TakeId(IdFor(key), CancellationToken.None);
        Dictionary<string, string> environment = new()
        {
            ["PAYGATE_ROOT_KEY"] = mounted.Path, ["PAYGATE_MERCHANT_SECRETS"] = Path.Combine(directory.Location, "secrets"),
        };
        var passphrase = KeysRun.PassphraseFile(directory);
        var backup = Path.Combine(directory.Location, "backup.json");

        Assert.Equal(0, (await KeysRun.RunWith(environment, directory.Data, "export", backup, "--passphrase-file", passphrase)).ExitCode);
        File.Delete(mounted.Path);
        Assert.Equal(0, (await KeysRun.RunWith(environment, directory.Data, "import", backup, "--passphrase-file", passphrase)).ExitCode);

        Assert.Equal(key.KeyCheck(), mounted.Read().KeyCheck());
        Assert.False(Directory.Exists(directory.Data));
    }

    /// <summary>Root may read everything: as root, the program is run by another account.</summary>
    [Fact]
    public async Task Export_WhenTheKeyIsSomeoneElses_NamesWhoCannotReadIt()
    {
        await using var directory = new TemporaryDirectory();
        var (path, _) = await MakeKey(directory);
        File.SetUnixFileMode(path, Environment.IsPrivilegedProcess ? UnixFileMode.UserRead : UnixFileMode.None);
        string[] program = ["dotnet", BuiltProgram.Location, "keys", "export", "/dev/null", "--data", directory.Data];
        string[] asAnother = ["env", $"HOME={directory.Location}", "runuser", "-u", "postgres", "--", .. program];

        var result = await Tool.RunAsync(Environment.IsPrivilegedProcess ? asAnother : program, CancellationToken.None);

        var user = Environment.IsPrivilegedProcess ? "postgres" : Environment.UserName;
        Assert.Equal(
            (1, $"paygate: The root key file {path} cannot be read by {user}: make that user its owner, with mode 600."), (result.ExitCode, result.Output));
    }

    /// <summary>A backup without the secrets would be found out when it is needed.</summary>
    [Fact]
    public async Task Export_WithoutTheSecretsOfTheKey_Refuses()
    {
        await using var directory = new TemporaryDirectory();
        var (_, key) = await MakeKey(directory);
        var (passphrase, backup) = (KeysRun.PassphraseFile(directory), Path.Combine(directory.Location, "backup.json"));
        var place = Path.Combine(directory.Data, MerchantSecretFiles.DefaultName);
        Directory.Delete(place, recursive: true);
        const string remedy = "mount the directory that all silos share, or put its backup back with `paygate keys import`.";

        await KeysRun.Refused(
            $"Directory {place} has no id, which a silo's first start gives it, so it is not the place of the merchants' secrets of {key.KeyId}: {remedy}",
            directory.Data, "export", backup, "--passphrase-file", passphrase);
        using var secrets = Secrets(directory);
        await secrets.TakeId(IdFor(RootKey.Generate()), CancellationToken.None);
        await KeysRun.Refused(
            $"Directory {place} has the id of another root key, so it is not the place of the merchants' secrets of {key.KeyId}: {remedy}",
            directory.Data, "export", backup, "--passphrase-file", passphrase);
        Assert.False(File.Exists(backup));
    }

    private static MerchantSecretFiles Secrets(TemporaryDirectory directory) => new(Path.Combine(directory.Data, MerchantSecretFiles.DefaultName));

    /// <summary>What a first start leaves: root key, and the directory of merchants' secrets with an id.</summary>
    private static async Task<(string Path, RootKey Key)> MakeKey(TemporaryDirectory directory)
    {
        DataDirectory.Open(directory.Data).Dispose();
        var path = Path.Combine(directory.Data, "root.key");
        var key = new RootKeyFile(path).Generate();
        using var secrets = Secrets(directory);
        await secrets.TakeId(IdFor(key), CancellationToken.None);
        return (path, key);
    }

    private static string IdFor(RootKey key) => $"{new string('0', 32)}.{key.KeyId}";
}
