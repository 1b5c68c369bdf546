using PayGate.Silo.Keys;

namespace PayGate.Vault.Tests.Keys;

public sealed class RootKeyOpeningTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly MemoryRecord _record = new();

    private string KeyPath => Path.Combine(_directory.Path, "root.key");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Open_OnAnEmptyDatabase_GeneratesAPrivateFileOnce()
    {
        var first = await Open();
        var second = await Open();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyPath));
        Assert.Equal(first.KeyCheck(), second.KeyCheck());
        Assert.Equal(first.KeyId, _record.Value.KeyId);
    }

    [Fact]
    public async Task Open_AfterACrashBetweenFileAndRecord_TakesTheFile()
    {
        var generated = new RootKeyFile(KeyPath).Generate();

        Assert.Equal(generated.KeyCheck(), (await Open()).KeyCheck());
    }

    [Fact]
    public async Task Open_WhenTheFileIsMissingOverData_RefusesAndWritesNothing()
    {
        await Open();
        File.Delete(KeyPath);

        await Refused("restore that file from its backup");
        Assert.False(File.Exists(KeyPath));
    }

    [Fact]
    public async Task Open_WhenKeysAreStoredWithoutRecord_Refuses()
    {
        _record.Value = new RecordedRootKey(null, null, null, HoldsWrappedKeys: true);
        await Refused("restore the database");
        Assert.False(File.Exists(KeyPath));

        new RootKeyFile(KeyPath).Generate();
        await Refused("restore the database");
    }

    [Fact]
    public async Task Open_WhenMountedFileIsMissing_RefusesInsteadOfGenerating()
    {
        await Refused("mount the secret", generate: false);
        Assert.False(File.Exists(KeyPath));

        await Open();
        File.Delete(KeyPath);
        await Refused("mount the secret", generate: false);
    }

    [Fact]
    public async Task Open_WhenTheMountedFileIsALink_AsksForTheModeOfWhatItPointsTo()
    {
        var target = new RootKeyFile(Path.Combine(_directory.Path, "..data"));
        var key = target.Generate();
        File.CreateSymbolicLink(KeyPath, target.Path);

        Assert.Equal(key.KeyId, (await Open(generate: false)).KeyId);

        File.SetUnixFileMode(target.Path, UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        await Refused("chmod 600", generate: false);
    }

    [Fact]
    public async Task Open_WhenAGroupMayRead_IsTaken()
    {
        var key = await Open();
        File.SetUnixFileMode(KeyPath, UnixFileMode.UserRead | UnixFileMode.GroupRead);

        Assert.Equal(key.KeyCheck(), (await Open(generate: false)).KeyCheck());
    }

    [Fact]
    public async Task Open_WhenADirectoryIsInItsPlace_RefusesAndGeneratesNothing()
    {
        Directory.CreateDirectory(KeyPath);

        await Refused("is a directory");
        await Refused("is a directory", generate: false);
    }

    [Fact]
    public async Task Open_WhenTheFileIsEmptyOrEndless_Refuses()
    {
        await File.WriteAllTextAsync(KeyPath, "");
        File.SetUnixFileMode(KeyPath, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await Refused("is empty: restore it from its backup");

        await File.WriteAllTextAsync(KeyPath, new string(' ', 5_000));
        await Refused("is not readable as a root key: restore it from its backup");
    }

    [Fact]
    public async Task Open_WhenVaultKeepsTheKey_RefusesAndNamesTheVariables()
    {
        var key = RootKey.Generate();
        _record.Value = new RecordedRootKey(key.KeyId, key.KeyCheck(), "vault:v1:AAAA", HoldsWrappedKeys: true);

        await Refused("PAYGATE_VAULT_ADDR");
        Assert.False(File.Exists(KeyPath));
    }

    [Fact]
    public async Task Open_WithTheKeyOfAnotherDatabase_RefusesAndNamesBoth()
    {
        var right = await Open();
        File.Delete(KeyPath);
        var wrong = new RootKeyFile(KeyPath).Generate();

        var message = await Refused($"put {right.KeyId} in its place");
        Assert.Contains(right.KeyId, message, StringComparison.Ordinal);
        Assert.Contains(wrong.KeyId, message, StringComparison.Ordinal);
        Assert.DoesNotContain(wrong.ToBase64(), message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.OtherWrite)]
    [InlineData(UnixFileMode.GroupWrite)]
    public async Task Open_WhenOthersMayReadOrWrite_Refuses(UnixFileMode extra)
    {
        await Open();
        File.SetUnixFileMode(KeyPath, UnixFileMode.UserRead | UnixFileMode.UserWrite | extra);

        await Refused("chmod 600");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("not json")]
    [InlineData("""{"key_id":"root_1","key":"***"}""")]
    [InlineData("""{"key_id":"root_1","key":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=="}""")]
    public async Task Open_WhenTheFileIsDamagedOrShort_Refuses(string text)
    {
        await File.WriteAllTextAsync(KeyPath, text);
        File.SetUnixFileMode(KeyPath, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        await Refused("restore it from its backup");
    }

    [Fact]
    public async Task Open_WhenAnotherSiloRecordedItsKeyFirst_Refuses()
    {
        _record.BeforeFirst = () => _record.Value = new RecordedRootKey("root_other", new byte[32], null, false);

        await Refused("root_other");
    }

    [Fact]
    public void Generate_OverAnExistingFile_Throws()
    {
        new RootKeyFile(KeyPath).Generate();

        Assert.Throws<IOException>(() => new RootKeyFile(KeyPath).Generate());
        Assert.Equal([KeyPath], Directory.GetFiles(_directory.Path));
    }

    private Task<RootKey> Open(bool generate = true) =>
        new RootKeyOpening(new RootKeyInFile(new RootKeyFile(KeyPath), generate), _record).Open(CancellationToken.None);

    private async Task<string> Refused(string part, bool generate = true)
    {
        var message = (await Assert.ThrowsAsync<RootKeyException>(() => Open(generate))).Message;
        Assert.Contains(part, message, StringComparison.Ordinal);
        return message;
    }
}
