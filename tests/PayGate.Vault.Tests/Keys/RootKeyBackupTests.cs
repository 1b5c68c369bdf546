using PayGate.Silo.Keys;

namespace PayGate.Vault.Tests.Keys;

public sealed class RootKeyBackupTests : IDisposable
{
    private const string FirstFormat =
        """{"format":1,"key_id":"root_test","kdf":"pbkdf2-hmac-sha256","iterations":600000,"salt":"AAECAwQFBgcICQoLDA0ODw==","cipher":"aes-256-gcm","nonce":"CQkJCQkJCQkJCQkJ","ciphertext":"JsC/w3Duoth25FsLqM2cFxWPJxez0tPq+9FoXPE0hDe1nb4ha7nyYU8EyMBoqM12"}""";

    private const string Passphrase = "correct horse battery staple";

    private readonly TemporaryDirectory _directory = new();
    private readonly RootKey _key = RootKey.Generate();

    private RootKeyBackupContent Content => new(_key, new Dictionary<string, byte[]> { ["mch_1"] = [.. Enumerable.Repeat((byte)1, 32)] }, ["mch_2"]) { SecretsId = "0123456789abcdef0123456789abcdef.root_1" };

    private string BackupPath => Path.Combine(_directory.Path, "backup.json");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Read_WithThePassphrase_GivesTheKeyBack_FromAPrivateFileWithoutIt()
    {
        RootKeyBackup.Write(BackupPath, Content, Passphrase);

        var read = RootKeyBackup.Read(BackupPath, Passphrase);

        Assert.Equal((_key.KeyId, _key.ToBase64()), (read.Key.KeyId, read.Key.ToBase64()));
        Assert.Equal(Content.MerchantSecrets, read.MerchantSecrets);
        Assert.Equal(Content.Erased, read.Erased);
        Assert.Equal(Content.SecretsId, read.SecretsId);
        Assert.DoesNotContain("mch_", File.ReadAllText(BackupPath), StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(BackupPath));
        Assert.DoesNotContain(_key.ToBase64(), File.ReadAllText(BackupPath), StringComparison.Ordinal);
        Assert.Contains("\"iterations\": 600000", File.ReadAllText(BackupPath), StringComparison.Ordinal);
    }

    /// <summary>Written by the release that knew no merchants' secrets.</summary>
    [Fact]
    public void Read_OfTheFirstFormat_GivesTheKeyAlone()
    {
        File.WriteAllText(BackupPath, FirstFormat);

        var read = RootKeyBackup.Read(BackupPath, Passphrase);

        Assert.Equal(("root_test", Convert.ToBase64String([.. Enumerable.Range(0, 32).Select(value => (byte)value)])), (read.Key.KeyId, read.Key.ToBase64()));
        Assert.Empty(read.MerchantSecrets);
        Assert.Empty(read.Erased);
        Assert.Null(read.SecretsId);
    }

    [Fact]
    public void Write_Twice_UsesOtherSaltAndNonce()
    {
        RootKeyBackup.Write(BackupPath, Content, Passphrase);
        RootKeyBackup.Write(BackupPath + "2", Content, Passphrase);

        Assert.Empty(Values(BackupPath, "salt", "nonce", "ciphertext").Intersect(Values(BackupPath + "2", "salt", "nonce", "ciphertext")));
    }

    [Fact]
    public void Write_OverAFile_RefusesAndLeavesIt()
    {
        File.WriteAllText(BackupPath, "precious");

        Refused("choose another name", () => RootKeyBackup.Write(BackupPath, Content, Passphrase));

        Assert.Equal("precious", File.ReadAllText(BackupPath));
        Assert.Equal([BackupPath], Directory.GetFiles(_directory.Path));
    }

    [Fact]
    public void Write_OfMoreThanReadTakes_RefusesAndWritesNothing()
    {
        var content = Content with { MerchantSecrets = new Dictionary<string, byte[]> { ["mch_1"] = new byte[38 * 1024 * 1024] } };

        Refused("an import reads 67108864 at most", () => RootKeyBackup.Write(BackupPath, content, Passphrase));

        Assert.Empty(Directory.GetFiles(_directory.Path));
    }

    [Fact]
    public void Write_WhereThereIsNoDirectory_Refuses() =>
        Refused("choose another place", () => RootKeyBackup.Write(Path.Combine(_directory.Path, "missing", "backup"), Content, Passphrase));

    [Fact]
    public void Read_WithAnotherPassphrase_Refuses()
    {
        RootKeyBackup.Write(BackupPath, Content, Passphrase);

        Refused("does not open with that passphrase", () => RootKeyBackup.Read(BackupPath, Passphrase + "!"));
    }

    [Theory]
    [InlineData("\"key_id\": \"root_", "\"key_id\": \"toor_")]
    [InlineData("\"iterations\": 600000", "\"iterations\": 600001")]
    [InlineData("\"nonce\": \"", "\"nonce\": \"AAAA")]
    public void Read_WhenAPartWasChanged_Refuses(string part, string changed)
    {
        RootKeyBackup.Write(BackupPath, Content, Passphrase);
        var text = File.ReadAllText(BackupPath);
        Assert.Contains(part, text, StringComparison.Ordinal);
        File.WriteAllText(BackupPath, text.Replace(part, changed, StringComparison.Ordinal));

        Refused("does not open with that passphrase", () => RootKeyBackup.Read(BackupPath, Passphrase));
    }

    [Theory]
    [InlineData("\"iterations\": 600000", "\"iterations\": 2000000000")]
    [InlineData("\"iterations\": 600000", "\"iterations\": 0")]
    [InlineData("\"format\": 2", "\"format\": 3")]
    [InlineData("\"salt\"", "\"sugar\"")]
    [InlineData("{", "")]
    public void Read_OfSomethingElse_Refuses(string part, string changed)
    {
        RootKeyBackup.Write(BackupPath, Content, Passphrase);
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
