using PayGate.Silo.Keys;

namespace PayGate.Vault.Tests.Keys;

public sealed class RootKeyBackupTests : IDisposable
{
    private const string Passphrase = "correct horse battery staple";

    private readonly TemporaryDirectory _directory = new();
    private readonly RootKey _key = RootKey.Generate();

    private string BackupPath => Path.Combine(_directory.Path, "backup.json");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Read_WithThePassphrase_GivesTheKeyBack_FromAPrivateFileWithoutIt()
    {
        RootKeyBackup.Write(BackupPath, _key, Passphrase);

        var read = RootKeyBackup.Read(BackupPath, Passphrase);

        Assert.Equal((_key.KeyId, _key.ToBase64()), (read.KeyId, read.ToBase64()));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(BackupPath));
        Assert.DoesNotContain(_key.ToBase64(), File.ReadAllText(BackupPath), StringComparison.Ordinal);
        Assert.Contains("\"iterations\": 600000", File.ReadAllText(BackupPath), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_Twice_UsesOtherSaltAndNonce()
    {
        RootKeyBackup.Write(BackupPath, _key, Passphrase);
        RootKeyBackup.Write(BackupPath + "2", _key, Passphrase);

        Assert.Empty(Values(BackupPath, "salt", "nonce", "ciphertext").Intersect(Values(BackupPath + "2", "salt", "nonce", "ciphertext")));
    }

    [Fact]
    public void Write_OverAFile_RefusesAndLeavesIt()
    {
        File.WriteAllText(BackupPath, "precious");

        Refused("choose another name", () => RootKeyBackup.Write(BackupPath, _key, Passphrase));

        Assert.Equal("precious", File.ReadAllText(BackupPath));
        Assert.Equal([BackupPath], Directory.GetFiles(_directory.Path));
    }

    [Fact]
    public void Write_WhereThereIsNoDirectory_Refuses() =>
        Refused("choose another place", () => RootKeyBackup.Write(Path.Combine(_directory.Path, "missing", "backup"), _key, Passphrase));

    [Fact]
    public void Read_WithAnotherPassphrase_Refuses()
    {
        RootKeyBackup.Write(BackupPath, _key, Passphrase);

        Refused("does not open with that passphrase", () => RootKeyBackup.Read(BackupPath, Passphrase + "!"));
    }

    [Theory]
    [InlineData("\"key_id\": \"root_", "\"key_id\": \"toor_")]
    [InlineData("\"iterations\": 600000", "\"iterations\": 600001")]
    [InlineData("\"nonce\": \"", "\"nonce\": \"AAAA")]
    public void Read_WhenAPartWasChanged_Refuses(string part, string changed)
    {
        RootKeyBackup.Write(BackupPath, _key, Passphrase);
        var text = File.ReadAllText(BackupPath);
        Assert.Contains(part, text, StringComparison.Ordinal);
        File.WriteAllText(BackupPath, text.Replace(part, changed, StringComparison.Ordinal));

        Refused("does not open with that passphrase", () => RootKeyBackup.Read(BackupPath, Passphrase));
    }

    [Theory]
    [InlineData("\"iterations\": 600000", "\"iterations\": 2000000000")]
    [InlineData("\"iterations\": 600000", "\"iterations\": 0")]
    [InlineData("\"format\": 1", "\"format\": 2")]
    [InlineData("\"salt\"", "\"sugar\"")]
    [InlineData("{", "")]
    public void Read_OfSomethingElse_Refuses(string part, string changed)
    {
        RootKeyBackup.Write(BackupPath, _key, Passphrase);
        File.WriteAllText(BackupPath, File.ReadAllText(BackupPath).Replace(part, changed, StringComparison.Ordinal));

        Refused("is no backup of a root key", () => RootKeyBackup.Read(BackupPath, Passphrase));
    }

    [Fact]
    public void Read_OfNothing_Refuses() => Refused("cannot be read", () => RootKeyBackup.Read(BackupPath, Passphrase));

    private static IEnumerable<string> Values(string path, params string[] names)
    {
        using var document = System.Text.Json.JsonDocument.Parse(File.ReadAllText(path));
        return [.. names.Select(name => document.RootElement.GetProperty(name).GetString()!)];
    }

    private static void Refused(string words, Action action) =>
        Assert.Contains(words, Assert.Throws<RootKeyException>(action).Message, StringComparison.Ordinal);
}
