using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;
using Npgsql;
using PayGate.Cli.Postgres;

namespace PayGate.Cli.Tests.Postgres;

public class PrivateClusterTests
{
    private static CancellationToken None => CancellationToken.None;

    [Fact]
    public async Task Start_WhenDirectoryIsNew_IsClosedToOthersAndDurable()
    {
        await using var directory = new TemporaryDirectory();
        var cluster = await Start(directory);

        Assert.Equal("127.0.0.1", await Setting(cluster, "listen_addresses"));
        Assert.Equal("UTF8", await Setting(cluster, "server_encoding"));
        Assert.Equal("C.UTF-8", await Sql.Scalar(cluster.OwnerConnectionString, "SELECT datcollate FROM pg_database WHERE datname = 'template1'"));
        Assert.Equal("on", await Setting(cluster, "fsync"));
        Assert.Equal("on", await Setting(cluster, "synchronous_commit"));
        Assert.Equal("on", await Setting(cluster, "full_page_writes"));
        Assert.Equal(["scram-sha-256"], await Sql.Column(cluster.OwnerConnectionString, "SELECT DISTINCT auth_method FROM pg_hba_file_rules"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(cluster.Files.Cluster));
        Assert.False(cluster.WasRunning);
    }

    [Fact]
    public async Task Start_WhenPasswordIsWrong_LetsNobodyInByAnyWay()
    {
        await using var directory = new TemporaryDirectory();
        var cluster = await Start(directory);
        var overSocket = DatabaseAddress.WithLogin(cluster.OwnerConnectionString, PrivateCluster.Owner, "wrong");
        var overNetwork = new NpgsqlConnectionStringBuilder(overSocket) { Host = "127.0.0.1" }.ConnectionString;

        foreach (var address in new[] { overSocket, overNetwork })
        {
            var refusal = await Assert.ThrowsAsync<PostgresException>(() => Sql.Scalar(address, "SELECT 1"));
            Assert.Equal(PostgresErrorCodes.InvalidPassword, refusal.SqlState);
        }
    }

    [Fact]
    public async Task Start_WhenServerStillRuns_TakesItOver()
    {
        await using var directory = new TemporaryDirectory();
        var first = await Start(directory);

        var second = await Start(directory);

        Assert.True(second.WasRunning);
        Assert.Equal(first.OwnerConnectionString, second.OwnerConnectionString);
        Assert.Equal(1, await Sql.Scalar(second.OwnerConnectionString, "SELECT 1"));
    }

    [Fact]
    public async Task Start_AfterStop_FindsTheDataAgain()
    {
        await using var directory = new TemporaryDirectory();
        var first = await Start(directory);
        await Sql.Scalar(first.OwnerConnectionString, "CREATE TABLE kept AS SELECT 42 AS value");
        await first.StopAsync(None);
        Assert.False(File.Exists(PostmasterFile.PathIn(first.Files.Cluster)));

        var second = await Start(directory);

        Assert.False(second.WasRunning);
        Assert.Equal(42, await Sql.Scalar(second.OwnerConnectionString, "SELECT value FROM kept"));
    }

    [Fact]
    public async Task Start_WhenServerWasKilled_StartsItAgainWithItsCommittedData()
    {
        await using var directory = new TemporaryDirectory();
        var first = await Start(directory);
        await Sql.Scalar(first.OwnerConnectionString, "CREATE TABLE kept AS SELECT 42 AS value");
        var server = PostmasterFile.Read(first.Files.Cluster)!.ProcessId;
        await Tool.RunAsync(["kill", "-KILL", server.ToString(CultureInfo.InvariantCulture)], None);

        var second = await Start(directory);

        Assert.False(second.WasRunning);
        Assert.Equal(42, await Sql.Scalar(second.OwnerConnectionString, "SELECT value FROM kept"));
    }

    [Fact]
    public async Task Keep_WhenTheServerHasEnded_StartsItAgainWhereItWas()
    {
        await using var directory = new TemporaryDirectory();
        var cluster = await Start(directory);
        await Sql.Scalar(cluster.OwnerConnectionString, "CREATE TABLE kept AS SELECT 42 AS value");
        var reports = Channel.CreateUnbounded<string>();
        await using (new ClusterKeeper(cluster, report => reports.Writer.TryWrite(report)))
        {
            var server = PostmasterFile.Read(cluster.Files.Cluster)!.ProcessId;
            await Tool.RunAsync(["kill", "-KILL", server.ToString(CultureInfo.InvariantCulture)], None);

            using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(2));
            Assert.Equal(
                $"PostgreSQL has ended by itself and is being started again: see {cluster.Files.Log}", await reports.Reader.ReadAsync(deadline.Token));
            Assert.Equal("PostgreSQL runs again", await reports.Reader.ReadAsync(deadline.Token));
        }

        Assert.Equal(42, await Sql.Scalar(cluster.OwnerConnectionString, "SELECT value FROM kept"));
        Assert.False(reports.Reader.TryRead(out _));
    }

    /// <summary>After a reboot the number in postmaster.pid may belong to a stranger of the same account; PostgreSQL by itself refuses to start then.</summary>
    [Fact]
    public async Task Start_WhenPidFileNamesAStranger_StartsAndLeavesTheStrangerAlone()
    {
        await using var directory = new TemporaryDirectory();
        var first = await Start(directory);
        var pidFile = PostmasterFile.PathIn(first.Files.Cluster);
        var lines = await File.ReadAllLinesAsync(pidFile);
        await first.StopAsync(None);
        using var stranger = await StrangerOfTheServersAccount(directory.Data, first.Files.Cluster);
        var processId = (await stranger.StandardOutput.ReadLineAsync())!;
        await File.WriteAllLinesAsync(pidFile, lines.Skip(1).Prepend(processId));
        await Tool.RunAsync(["chown", $"--reference={first.Files.Cluster}", pidFile], None);

        var second = await Start(directory);

        Assert.False(second.WasRunning);
        Assert.Equal(1, await Sql.Scalar(second.OwnerConnectionString, "SELECT 1"));
        Assert.False(stranger.HasExited);
        stranger.Kill(entireProcessTree: true);
        await stranger.WaitForExitAsync();
    }

    [Fact]
    public async Task Start_WhenPidFileIsCutShort_StartsNevertheless()
    {
        await using var directory = new TemporaryDirectory();
        var first = await Start(directory);
        await first.StopAsync(None);
        await File.WriteAllTextAsync(PostmasterFile.PathIn(first.Files.Cluster), "99999");

        var second = await Start(directory);

        Assert.Equal(1, await Sql.Scalar(second.OwnerConnectionString, "SELECT 1"));
    }

    [Fact]
    public async Task Start_WhenVersionIsNotInstalled_SaysWhichOne()
    {
        await using var directory = new TemporaryDirectory();
        Directory.CreateDirectory(Path.Combine(directory.Data, "postgres"));
        await File.WriteAllTextAsync(Path.Combine(directory.Data, "postgres", "PG_VERSION"), "9\n");

        var refusal = await Assert.ThrowsAsync<SetupException>(() => Start(directory));

        Assert.Equal(
            $"{directory.Data}/postgres was made by PostgreSQL 9, which is not installed: install that version, or start with --fresh on new data.",
            refusal.Message);
    }

    [Fact]
    public async Task Start_WhenSomethingElseIsThere_LeavesItAlone()
    {
        await using var directory = new TemporaryDirectory();
        var foreign = Path.Combine(directory.Data, "postgres", "letter.txt");
        Directory.CreateDirectory(Path.GetDirectoryName(foreign)!);
        await File.WriteAllTextAsync(foreign, "Dear all");

        var refusal = await Assert.ThrowsAsync<SetupException>(() => Start(directory));

        Assert.Equal($"{directory.Data}/postgres is not a PostgreSQL cluster: move it away, or choose another place with --data.", refusal.Message);
        Assert.Equal("Dear all", await File.ReadAllTextAsync(foreign));
    }

    /// <summary>As root this is the case where the server's account cannot enter the home; as another user it is a plain start.</summary>
    [Fact]
    public async Task Start_WhenDataLieBelowAClosedHome_RunsAsTheOrdinaryAccount()
    {
        await using var directory = new TemporaryDirectory();
        File.SetUnixFileMode(directory.Location, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        var cluster = await Start(directory);

        Assert.Equal(1, await Sql.Scalar(cluster.OwnerConnectionString, "SELECT 1"));
        var server = PostmasterFile.Read(cluster.Files.Cluster)!.ProcessId;
        var status = await File.ReadAllLinesAsync($"/proc/{server}/status");
        Assert.DoesNotContain("Uid:\t0\t0\t0\t0", status);
    }

    [Fact]
    public async Task Start_WhenPathIsLongAndOdd_Starts()
    {
        await using var directory = new TemporaryDirectory();
        var data = Path.Combine(directory.Location, "it's a place with a name that is longer than the path of a socket may be on any system that we know of");
        Directory.CreateDirectory(data);
        var cluster = await PrivateCluster.StartAsync(Options(data), None);

        Assert.Equal(1, await Sql.Scalar(cluster.OwnerConnectionString, "SELECT 1"));

        await cluster.StopAsync(None);
        Directory.Delete(cluster.Files.SocketDirectory, recursive: true);
    }

    private static Task<PrivateCluster> Start(TemporaryDirectory directory)
    {
        Directory.CreateDirectory(directory.Data);
        return PrivateCluster.StartAsync(Options(directory.Data), None);
    }

    private static PrivateClusterOptions Options(string data) => new() { DataDirectory = data, OwnerPassword = "test-only" };

    private static async Task<object?> Setting(PrivateCluster cluster, string name) =>
        await Sql.Scalar(cluster.OwnerConnectionString, $"SHOW {name}");

    private static async Task<Process> StrangerOfTheServersAccount(string data, string cluster)
    {
        var account = await ServerAccount.ForAsync(data, cluster, None);
        // Says its number, and waits for input that never comes.
        return Process.Start(Tool.StartInfo(account.Command(["sh", "-c", "echo $$; read line"])))!;
    }
}
