using PayGate.Cli.Secrets;

namespace PayGate.Cli.Tests.Hosting;

public sealed class OperatorCredentialTests
{
    [Fact]
    public async Task Load_WhenFileIsMissing_GeneratesOneForTheOwnerOnly_AndKeepsIt()
    {
        await using var directory = new TemporaryDirectory();

        var first = OperatorCredential.Load(directory.Location, _ => null);

        Assert.Equal(48, first.Password.Length);
        Assert.Equal(first, OperatorCredential.Load(directory.Location, _ => null));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(directory.Location, OperatorCredential.FileName)));
    }

    [Fact]
    public async Task Load_WhenEnvironmentGivesAPassword_UsesItAndStoresNothing()
    {
        await using var directory = new TemporaryDirectory();

        var given = OperatorCredential.Load(directory.Location, name => name == OperatorCredential.PasswordVariable ? "given" : null);

        Assert.Equal(new OperatorCredential { Password = "given" }, given);
        Assert.False(File.Exists(Path.Combine(directory.Location, OperatorCredential.FileName)));
    }

    [Fact]
    public async Task Load_WhenTheFileIsDamaged_SaysWhatToDo()
    {
        await using var directory = new TemporaryDirectory();
        SecretFile.Write(Path.Combine(directory.Location, OperatorCredential.FileName), "{");

        var refused = Assert.Throws<SetupException>(() => OperatorCredential.Load(directory.Location, _ => null));

        Assert.Contains(OperatorCredential.FileName, refused.Message, StringComparison.Ordinal);
    }
}
