using System.Globalization;
using System.Text.Json;
using PayGate.Cli.Migrations;
using PayGate.Cli.Postgres;
using PayGate.Testing;

namespace PayGate.Cli.Tests.Up;

public class UpTests
{
    [Fact]
    public async Task Up_WhenReady_PrintsAPaymentThatWorksAsPrinted()
    {
        await using var directory = new TemporaryDirectory();
        await using var program = PayGateProgram.Start("up", "--port", "0", "--data", directory.Data);

        var welcome = await program.Ready();

        var curl = Assert.Single(welcome, line => line.StartsWith("  curl ", StringComparison.Ordinal));
        var answer = await Tool.RunAsync(["sh", "-c", $"{curl} --silent"], CancellationToken.None);
        using var payment = JsonDocument.Parse(answer.Output);
        Assert.Equal("succeeded", payment.RootElement.GetProperty("status").GetString());
        Assert.Equal(1999, payment.RootElement.GetProperty("amount_received").GetInt64());
        var address = (await File.ReadAllTextAsync(Path.Combine(directory.Data, "address"))).Trim();
        Assert.Contains(welcome, line => line.EndsWith($"{address}v1", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("HUP")]
    public async Task Up_WhenTheProcessGroupIsSignalled_StopsPostgreSqlTooAndEndsWell(string signal)
    {
        await using var directory = new TemporaryDirectory();
        await using var program = PayGateProgram.Start("up", "--port", "0", "--data", directory.Data);
        await program.Ready();
        var server = PostmasterFile.Read(Path.Combine(directory.Data, "postgres"))!;

        await program.Signal(signal);
        var (exitCode, error) = await program.Ended();

        Assert.Equal((0, ""), (exitCode, error));
        Assert.Equal("stopped", program.Output[^1]);
        Assert.False(await server.IsServerOfAsync(Path.Combine(directory.Data, "postgres"), CancellationToken.None));
        Assert.False(File.Exists(Path.Combine(directory.Data, "address")));
        var log = await File.ReadAllTextAsync(Path.Combine(directory.Data, "postgres", "paygate.log"));
        Assert.Contains("database system is shut down", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Up_WhenPostgreSqlEndsByItself_StartsItAgain()
    {
        await using var directory = new TemporaryDirectory();
        await using var program = PayGateProgram.Start("up", "--port", "0", "--data", directory.Data);
        await program.Ready();
        var files = Path.Combine(directory.Data, "postgres");
        var server = PostmasterFile.Read(files)!;

        await Tool.RunAsync(["kill", "-QUIT", server.ProcessId.ToString(CultureInfo.InvariantCulture)], CancellationToken.None);
        await program.Says("PostgreSQL runs again");

        Assert.NotEqual(server.ProcessId, PostmasterFile.Read(files)!.ProcessId);
        await program.Signal("TERM");
        // What met the outage has logged it, so standard error is not empty.
        Assert.Equal(0, (await program.Ended()).ExitCode);
        Assert.False(File.Exists(PostmasterFile.PathIn(files)));
    }

    [Fact]
    public async Task Up_AfterAKill_TakesOverTheServerAndItsDataWithoutFurtherAdo()
    {
        await using var directory = new TemporaryDirectory();
        await using var killed = PayGateProgram.Start("up", "--port", "0", "--data", directory.Data);
        await killed.Ready();
        var files = Path.Combine(directory.Data, "postgres");
        var server = PostmasterFile.Read(files)!;
        var keys = await File.ReadAllTextAsync(Path.Combine(directory.Data, "demo-keys.json"));
        await killed.Signal("KILL");
        await killed.Ended();

        await using var next = PayGateProgram.Start("up", "--port", "0", "--data", directory.Data);
        await next.Ready();

        Assert.Equal(server, PostmasterFile.Read(files));
        Assert.Equal(keys, await File.ReadAllTextAsync(Path.Combine(directory.Data, "demo-keys.json")));
        await next.Signal("TERM");
        Assert.Equal((0, ""), await next.Ended());
    }

    [Fact]
    public async Task Up_WhenFresh_StartsFromNothing()
    {
        await using var directory = new TemporaryDirectory();
        await using var killed = PayGateProgram.Start("up", "--port", "0", "--data", directory.Data);
        await killed.Ready();
        var keys = await File.ReadAllTextAsync(Path.Combine(directory.Data, "demo-keys.json"));
        await killed.Signal("KILL");
        await killed.Ended();

        await using var next = PayGateProgram.Start("up", "--port", "0", "--data", directory.Data, "--fresh");
        await next.Ready();

        Assert.NotEqual(keys, await File.ReadAllTextAsync(Path.Combine(directory.Data, "demo-keys.json")));
        await next.Signal("TERM");
        Assert.Equal((0, ""), await next.Ended());
    }

    [Fact]
    public async Task Up_WhenADatabaseIsGiven_UsesItAndLeavesItRunning()
    {
        await using var directory = new TemporaryDirectory();
        await using var database = await PostgresServer.CreateEmptyDatabase();
        // Roles belong to the whole server, which other tests use too: their passwords must stay.
        var environment = DatabaseRoles.All.ToDictionary(role => role.PasswordVariable(), role => PostgresServer.RolePasswords[role]);
        environment[ExternalServer.Variable] = database.Owner;
        await using var program = PayGateProgram.Start(environment, "up", "--port", "0", "--data", directory.Data);
        await program.Ready();

        await program.Signal("TERM");

        Assert.Equal((0, ""), await program.Ended());
        Assert.False(Directory.Exists(Path.Combine(directory.Data, "postgres")));
        Assert.Equal((long)Migrator.Scripts().Count, await Sql.Scalar(database.Owner, "SELECT count(*) FROM paygate_migrations"));
    }

    /// <summary>PostgreSQL refuses root, and everything else should not need it: as root, the program is run by another account.</summary>
    [Fact]
    public async Task Migrate_WhenRunByAnOrdinaryUser_Works()
    {
        await using var directory = new TemporaryDirectory();
        File.SetUnixFileMode(directory.Location, (UnixFileMode)0b111_111_111);
        string[] program = ["dotnet", BuiltProgram.Location, "migrate", "--data", directory.Data];
        string[] asAnother = ["env", $"HOME={directory.Location}", "runuser", "-u", "postgres", "--", .. program];

        var result = await Tool.RunAsync(Environment.IsPrivilegedProcess ? asAnother : program, CancellationToken.None);

        Assert.True(result.Succeeded, result.Output);
        Assert.EndsWith($"{Migrator.Scripts().Count} applied", result.Output, StringComparison.Ordinal);
    }
}
