using System.Net;
using System.Net.Sockets;
using PayGate.Cli.Postgres;

namespace PayGate.Cli.Tests.Up;

/// <summary>Each obstacle ends the program with exit code 1 and exactly one sentence that names the remedy.</summary>
public class UpRefusalTests
{
    private static readonly Dictionary<string, string> Nothing = [];

    [Fact]
    public async Task Up_WhenPortIsTaken_NamesItAndTheOption()
    {
        await using var directory = new TemporaryDirectory();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        await AssertRefused(
            $"127.0.0.1:{port} cannot be listened on, another program probably does: stop it, or choose another port with --port.",
            Nothing, "up", "--port", $"{port}", "--data", directory.Data);
        Assert.False(Directory.Exists(Path.Combine(directory.Data, "postgres")));
    }

    [Fact]
    public async Task Up_WhenDataAreAFile_SaysSo()
    {
        await using var directory = new TemporaryDirectory();
        await File.WriteAllTextAsync(directory.Data, "");

        await AssertRefused($"{directory.Data} is a file: choose a directory with --data.", Nothing, "up", "--port", "0", "--data", directory.Data);
    }

    [Fact]
    public async Task Up_WhenDirectoryIsSomeoneElses_LeavesItAlone()
    {
        await using var directory = new TemporaryDirectory();
        Directory.CreateDirectory(directory.Data);
        await File.WriteAllTextAsync(Path.Combine(directory.Data, "letter.txt"), "Dear all");
        var mode = File.GetUnixFileMode(directory.Data);

        await AssertRefused(
            $"{directory.Data} holds other files and no PayGate data: choose an empty or new directory with --data.",
            Nothing, "up", "--fresh", "--port", "0", "--data", directory.Data);

        Assert.Equal(["letter.txt"], Directory.GetFileSystemEntries(directory.Data).Select(Path.GetFileName));
        Assert.Equal(mode, File.GetUnixFileMode(directory.Data));
    }

    [Fact]
    public async Task Up_WhenDirectoryCannotBeMade_SaysSo()
    {
        // Not even root may make a directory there.
        var error = await Refusal(Nothing, "up", "--port", "0", "--data", "/proc/paygate");

        Assert.StartsWith("paygate: /proc/paygate ", error, StringComparison.Ordinal);
        Assert.Contains("choose another place with --data", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Up_WhenClusterIsOfAnUnknownVersion_NamesIt()
    {
        await using var directory = new TemporaryDirectory();
        var cluster = Directory.CreateDirectory(Path.Combine(directory.Data, "postgres")).FullName;
        await File.WriteAllTextAsync(Path.Combine(cluster, "PG_VERSION"), "9\n");
        await File.WriteAllTextAsync(Path.Combine(directory.Data, "paygate.lock"), "");

        await AssertRefused(
            $"{cluster} was made by PostgreSQL 9, which is not installed: install that version, or start with --fresh on new data.",
            Nothing, "up", "--port", "0", "--data", directory.Data);
    }

    [Fact]
    public async Task Up_WhenAnotherRunsOnTheSameData_SaysSo()
    {
        await using var directory = new TemporaryDirectory();
        using var held = DataDirectory.Open(directory.Data);

        await AssertRefused(
            $"Another PayGate runs on {directory.Data}: stop it, or choose another place with --data.",
            Nothing, "up", "--port", "0", "--data", directory.Data);
    }

    [Fact]
    public async Task Up_WhenDatabaseCannotBeReached_SaysWhichWithoutItsPassword()
    {
        await using var directory = new TemporaryDirectory();
        var port = FreePort.Find();
        var environment = new Dictionary<string, string> { [ExternalServer.Variable] = $"postgres://owner:hunter2@127.0.0.1:{port}/paygate" };

        var error = await Refusal(environment, "up", "--port", "0", "--data", directory.Data);

        Assert.StartsWith($"paygate: PAYGATE_DATABASE (127.0.0.1:{port}, database paygate, user owner) cannot be used (", error, StringComparison.Ordinal);
        Assert.EndsWith("): start that server, or mend or unset PAYGATE_DATABASE.\n", error, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Host=127.0.0.1;Bogus=hunter2")]
    [InlineData("postgres://hunter2")]
    [InlineData("hunter2")]
    public async Task Up_WhenDatabaseSettingIsNoAddress_ShowsTheFormAndNotTheSetting(string setting)
    {
        await using var directory = new TemporaryDirectory();
        var environment = new Dictionary<string, string> { [ExternalServer.Variable] = setting };

        await AssertRefused(
            "PAYGATE_DATABASE cannot be read: give it as Host=…;Port=5432;Database=…;Username=…;Password=… or postgres://user:password@host:5432/database.",
            environment, "up", "--port", "0", "--data", directory.Data);
    }

    [Fact]
    public async Task Up_WhenFreshMeetsAGivenDatabase_DeletesNothing()
    {
        await using var directory = new TemporaryDirectory();
        Directory.CreateDirectory(directory.Data);
        await File.WriteAllTextAsync(Path.Combine(directory.Data, "paygate.lock"), "");
        await File.WriteAllTextAsync(Path.Combine(directory.Data, "root-key"), "precious");
        var environment = new Dictionary<string, string> { [ExternalServer.Variable] = "Host=127.0.0.1;Database=paygate;Username=owner" };

        await AssertRefused(
            "--fresh does not empty PAYGATE_DATABASE: drop and create that database yourself, or unset the variable.",
            environment, "up", "--fresh", "--port", "0", "--data", directory.Data);
        Assert.Equal("precious", await File.ReadAllTextAsync(Path.Combine(directory.Data, "root-key")));
    }

    [Theory]
    [InlineData("pay.example.com")]
    [InlineData("ftp://pay.example.com")]
    [InlineData("https://pay.example.com/shop")]
    [InlineData("https://user@pay.example.com")]
    public async Task Up_WhenThePublicUrlIsNotSchemeAndHostAlone_SaysSo(string url) => await AssertRefused(
        $"{url} is not scheme and host alone: give --public-url a URL such as https://pay.example.com.",
        Nothing, "up", "--port", "0", "--public-url", url);

    [Fact]
    public async Task Serve_WhenNoDatabaseIsGiven_PointsToUp() =>
        await AssertRefused(
            "PAYGATE_DATABASE is not set: name the database there, or use `paygate up`, which brings its own.",
            Nothing, "serve", "--roles", "api");

    private static async Task AssertRefused(string sentence, IReadOnlyDictionary<string, string> environment, params string[] arguments) =>
        Assert.Equal($"paygate: {sentence}\n", await Refusal(environment, arguments));

    private static async Task<string> Refusal(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        await using var program = PayGateProgram.Start(environment, arguments);
        var (exitCode, error) = await program.Ended();
        Assert.Equal(1, exitCode);
        Assert.Single(error.TrimEnd('\n').Split('\n'));
        return error;
    }
}
