using PayGate.Cli.Migrations;

namespace PayGate.Cli.Tests.Migrations;

public class RolePasswordsTests
{
    [Fact]
    public async Task Load_WhenFileIsMissing_GeneratesOneForTheOwnerOnly()
    {
        await using var directory = new TemporaryDirectory();

        var first = RolePasswords.Load(directory.Location, _ => null);
        var second = RolePasswords.Load(directory.Location, _ => null);

        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(directory.Location, RolePasswords.FileName)));
        var passwords = DatabaseRoles.All.Select(role => first[role]).Append(first.Owner).ToList();
        Assert.Equal(5, passwords.Distinct().Count());
        Assert.Equal(passwords, DatabaseRoles.All.Select(role => second[role]).Append(second.Owner));
    }

    [Fact]
    public async Task Load_WhenEnvironmentGivesAPassword_UsesItAndDoesNotStoreIt()
    {
        await using var directory = new TemporaryDirectory();

        var passwords = RolePasswords.Load(directory.Location, name => name == "PAYGATE_DB_PASSWORD_SILO" ? "given" : null);

        Assert.Equal("given", passwords[DatabaseRole.Silo]);
        Assert.DoesNotContain("given", await File.ReadAllTextAsync(Path.Combine(directory.Location, RolePasswords.FileName)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_WhenOthersMayReadTheFile_Refuses()
    {
        await using var directory = new TemporaryDirectory();
        RolePasswords.Load(directory.Location, _ => null);
        var path = Path.Combine(directory.Location, RolePasswords.FileName);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.GroupRead);

        var refusal = Assert.Throws<SetupException>(() => RolePasswords.Load(directory.Location, _ => null));

        Assert.StartsWith($"{path} can be read by other users: ", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_WhenFileIsDamaged_RefusesAndKeepsIt()
    {
        await using var directory = new TemporaryDirectory();
        var path = Path.Combine(directory.Location, RolePasswords.FileName);
        Secrets.SecretFile.Write(path, "{\"owner\":");

        var refusal = Assert.Throws<SetupException>(() => RolePasswords.Load(directory.Location, _ => null));

        Assert.Equal($"{path} is damaged: put back a copy, or start with --fresh on new data.", refusal.Message);
        Assert.Equal("{\"owner\":", await File.ReadAllTextAsync(path));
    }
}
