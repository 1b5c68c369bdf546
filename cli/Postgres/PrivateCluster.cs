using System.Globalization;
using Npgsql;

namespace PayGate.Cli.Postgres;

/// <summary>What a private cluster needs to know. Durability settings are PostgreSQL's defaults and are not offered here.</summary>
public sealed record PrivateClusterOptions
{
    /// <summary>An existing directory of ours; the cluster lives in <c>postgres</c> below it.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Password of the cluster's one superuser, <see cref="PrivateCluster.Owner"/>.</summary>
    public required string OwnerPassword { get; init; }

    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Told about each step that takes time.</summary>
    public Action<string> Report { get; init; } = _ => { };
}

/// <summary>
/// A PostgreSQL cluster that belongs to one data directory: made when missing, taken over when it still runs after a crash of ours, else started.
/// It listens on 127.0.0.1 and on a Unix socket, on a port that is free at its start. It does not end with this process: <see cref="StopAsync"/> ends it.
/// </summary>
public sealed class PrivateCluster : IDatabaseServer
{
    public const string Owner = "paygate_owner";

    private const int PortAttemptsMax = 5;
    private readonly PrivateClusterOptions _options;
    private readonly PostgresBinaries _binaries;
    private readonly ServerAccount _account;

    private PrivateCluster(PrivateClusterOptions options, PostgresBinaries binaries, ServerAccount account)
    {
        _options = options;
        _binaries = binaries;
        _account = account;
        Files = new ClusterFiles(options.DataDirectory);
    }

    public string Description => $"PostgreSQL {_binaries.Major} {_account.Description} in {Files.Cluster}";

    public int Port { get; private set; }

    /// <summary>Whether the server was found running and taken over.</summary>
    public bool WasRunning { get; private set; }

    public string OwnerConnectionString => ConnectionString(Files.SocketDirectory, Port);

    internal ClusterFiles Files { get; }

    /// <summary>Returns a cluster that accepts connections.</summary>
    /// <exception cref="SetupException">The directory is not a cluster or of another version, no PostgreSQL fits, or the server does not come up.</exception>
    public static async Task<PrivateCluster> StartAsync(PrivateClusterOptions options, CancellationToken cancellationToken)
    {
        var files = new ClusterFiles(options.DataDirectory);
        var major = files.ReadMajor();
        var binaries = await PostgresBinaries.FindAsync(major, cancellationToken) ?? throw Missing(files, major);
        var cluster = new PrivateCluster(options, binaries, await ServerAccount.ForAsync(options.DataDirectory, files.Cluster, cancellationToken));
        if (major is null)
        {
            await cluster.InitialiseAsync(cancellationToken);
        }
        else if (await cluster.TakeOverAsync(cancellationToken))
        {
            return cluster;
        }

        await cluster.StartServerAsync(cancellationToken);
        return cluster;
    }

    /// <summary>Ends all sessions, writes a checkpoint and stops the server; does nothing when it is down already.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(PostmasterFile.PathIn(Files.Cluster)))
        {
            return;
        }

        var stopped = await _account.RunAsync([_binaries.PgCtl, "stop", "-D", Files.Cluster, "-m", "fast", "-w", "-t", "60"], cancellationToken);
        if (!stopped.Succeeded && File.Exists(PostmasterFile.PathIn(Files.Cluster)))
        {
            throw new SetupException($"PostgreSQL in {Files.Cluster} did not stop ({stopped.Output}): see {Files.Log}.");
        }
    }

    /// <summary>Stops a server that an earlier run left behind on data that are to be deleted.</summary>
    public static async Task EndLeftoverAsync(string dataDirectory, CancellationToken cancellationToken)
    {
        var files = new ClusterFiles(dataDirectory);
        var running = Directory.Exists(files.Cluster) ? PostmasterFile.Read(files.Cluster) : null;
        if (running is not null
            && await running.IsServerOfAsync(files.Cluster, cancellationToken)
            && await PostgresBinaries.FindAsync(files.ReadMajor(), cancellationToken) is { } binaries)
        {
            var account = await ServerAccount.ForAsync(dataDirectory, files.Cluster, cancellationToken);
            await new PrivateCluster(new PrivateClusterOptions { DataDirectory = dataDirectory, OwnerPassword = "" }, binaries, account)
                .StopAsync(cancellationToken);
        }
    }

    /// <summary>
    /// Starts the server again, where it was, if it has ended by itself: when its log of changes finds no room on the disk it gives up, and stays down.
    /// </summary>
    /// <returns>Null if it runs, else how the attempt ended.</returns>
    internal async Task<ToolResult?> ReviveAsync(CancellationToken cancellationToken) =>
        await FindRunningAsync(cancellationToken) is null ? await RunServerAsync(cancellationToken) : null;

    /// <summary>A command of pg_ctl on this cluster that waits for its end, for throw-away clusters.</summary>
    internal IReadOnlyList<string> ControlCommand(string verb, string mode) =>
        _account.Command([_binaries.PgCtl, verb, "-D", Files.Cluster, "-l", Files.Log, "-m", mode, "-w"]);

    private static SetupException Missing(ClusterFiles files, int? major) => major is null
        ? new SetupException("PostgreSQL is not installed: install it (Debian: `apt-get install postgresql`) or set PAYGATE_DATABASE.")
        : new SetupException($"{files.Cluster} was made by PostgreSQL {major}, which is not installed: install that version, or start with --fresh on new data.");

    private async Task InitialiseAsync(CancellationToken cancellationToken)
    {
        _options.Report("making a PostgreSQL cluster");
        // Made beside its place and renamed, so that a crash midway leaves nothing that looks like a cluster.
        if (Directory.Exists(Files.Unfinished))
        {
            Directory.Delete(Files.Unfinished, recursive: true);
        }

        Directory.CreateDirectory(Files.Unfinished, ClusterFiles.OwnerOnly);
        var passwordFile = Files.Unfinished + ".password";
        Secrets.SecretFile.Write(passwordFile, _options.OwnerPassword);
        try
        {
            await _account.TakeOverAsync(Files.Unfinished, cancellationToken);
            await _account.TakeOverAsync(passwordFile, cancellationToken);
            var made = await _account.RunAsync(
                [
                    _binaries.InitDb, "-D", Files.Unfinished, "-U", Owner, $"--pwfile={passwordFile}",
                    "--auth=scram-sha-256", "-E", "UTF8", "--locale=C.UTF-8",
                ],
                cancellationToken);
            if (!made.Succeeded)
            {
                throw new SetupException($"initdb failed in {_options.DataDirectory} ({made.Output.ReplaceLineEndings(" ")}): free the cause, or choose another place with --data.");
            }
        }
        finally
        {
            File.Delete(passwordFile);
        }

        Directory.Move(Files.Unfinished, Files.Cluster);
    }

    /// <summary>True when the cluster's server ran already and answers.</summary>
    private async Task<bool> TakeOverAsync(CancellationToken cancellationToken)
    {
        if (await FindRunningAsync(cancellationToken) is not { } running)
        {
            return false;
        }

        Port = running.Port;
        var answers = await ServerProbe.AnswersAsync(
            ConnectionString(running.SocketDirectory, running.Port), () => PostmasterFile.Read(Files.Cluster) is not null, _options.StartTimeout, cancellationToken);
        if (answers && running.SocketDirectory == Files.SocketDirectory)
        {
            WasRunning = true;
            return true;
        }

        await StopAsync(cancellationToken);
        return false;
    }

    private async Task<PostmasterFile?> FindRunningAsync(CancellationToken cancellationToken)
    {
        var running = PostmasterFile.Read(Files.Cluster);
        if (running is null || await running.IsServerOfAsync(Files.Cluster, cancellationToken))
        {
            return running;
        }

        // PostgreSQL clears the file of a dead server by itself, but trusts a living process of its own account, whatever that is.
        if (running.IsAlive())
        {
            File.Delete(PostmasterFile.PathIn(Files.Cluster));
        }

        return null;
    }

    private async Task StartServerAsync(CancellationToken cancellationToken)
    {
        _options.Report("starting PostgreSQL");
        await PrepareSocketDirectoryAsync(cancellationToken);
        for (var attempt = 1; ; attempt++)
        {
            Port = FreePort.Find();
            Files.WriteSettings(Port);
            await _account.TakeOverAsync(Files.Settings, cancellationToken);
            Files.SetAsideLog();
            var started = await RunServerAsync(cancellationToken);
            if (started.Succeeded)
            {
                return;
            }

            // Another process may take the free port before the server does.
            if (attempt == PortAttemptsMax || !Files.ReadLog().Contains("could not bind", StringComparison.Ordinal))
            {
                throw new SetupException($"PostgreSQL in {Files.Cluster} does not start ({Files.LastLogLine()}): see {Files.Log}.");
            }
        }
    }

    private Task<ToolResult> RunServerAsync(CancellationToken cancellationToken)
    {
        var seconds = ((int)_options.StartTimeout.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return _account.RunAsync([_binaries.PgCtl, "start", "-D", Files.Cluster, "-l", Files.Log, "-w", "-t", seconds], cancellationToken);
    }

    private async Task PrepareSocketDirectoryAsync(CancellationToken cancellationToken)
    {
        // Only what we just made is handed over: a directory that lies under /tmp already may be anyone's.
        if (!Directory.Exists(Files.SocketDirectory))
        {
            Directory.CreateDirectory(Files.SocketDirectory, ClusterFiles.OwnerOnly);
            await _account.TakeOverAsync(Files.SocketDirectory, cancellationToken);
        }
    }

    private string ConnectionString(string socketDirectory, int port) => new NpgsqlConnectionStringBuilder
    {
        Host = socketDirectory,
        Port = port,
        Username = Owner,
        Password = _options.OwnerPassword,
        Database = "postgres",
        SslMode = SslMode.Disable,
        GssEncryptionMode = GssEncryptionMode.Disable,
    }.ConnectionString;
}
