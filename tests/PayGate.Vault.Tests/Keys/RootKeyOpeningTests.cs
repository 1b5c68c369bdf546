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
        _record.Value = new RecordedRootKey(null, null, HoldsWrappedKeys: true);
        await Refused("is missing");

        new RootKeyFile(KeyPath).Generate();
        await Refused("restore the database");
    }

    [Fact]
    public async Task Open_WhenMountedFileIsMissing_RefusesInsteadOfGenerating()
    {
        await Refused("mount the secret", generate: false);
        Assert.False(File.Exists(KeyPath));
    }

    [Fact]
    public async Task Open_WithTheKeyOfAnotherDatabase_RefusesAndNamesBoth()
    {
        var right = await Open();
        File.Delete(KeyPath);
        var wrong = new RootKeyFile(KeyPath).Generate();

        var message = await Refused("put the file of");
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
    [InlineData("")]
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
        _record.BeforeFirst = () => _record.Value = new RecordedRootKey("root_other", new byte[32], false);

        await Refused("root_other");
    }

    [Fact]
    public void Generate_OverAnExistingFile_Throws()
    {
        new RootKeyFile(KeyPath).Generate();

        Assert.Throws<IOException>(() => new RootKeyFile(KeyPath).Generate());
    }

    private Task<RootKey> Open(bool generate = true) => new RootKeyOpening(new RootKeyFile(KeyPath), _record).Open(generate, CancellationToken.None);

    private async Task<string> Refused(string part, bool generate = true)
    {
        var message = (await Assert.ThrowsAsync<RootKeyException>(() => Open(generate))).Message;
        Assert.Contains(part, message, StringComparison.Ordinal);
        return message;
    }

    private sealed class MemoryRecord : IRootKeyRecord
    {
        public RecordedRootKey Value { get; set; } = new(null, null, false);

        public Action BeforeFirst { get; set; } = () => { };

        public Task<RecordedRootKey> Load(CancellationToken cancellationToken) => Task.FromResult(Value);

        public Task<RecordedRootKey> RecordFirst(string keyId, byte[] keyCheck, CancellationToken cancellationToken)
        {
            BeforeFirst();
            Value = Value.KeyCheck is null ? new RecordedRootKey(keyId, keyCheck, Value.HoldsWrappedKeys) : Value;
            return Task.FromResult(Value);
        }
    }
}
