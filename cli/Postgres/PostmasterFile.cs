using System.Globalization;

namespace PayGate.Cli.Postgres;

/// <summary>
/// The first lines of a cluster's <c>postmaster.pid</c> (PostgreSQL's pidfile.h): 1 process id, 2 data directory, 3 start time, 4 port, 5 socket directory.
/// </summary>
internal sealed record PostmasterFile(int ProcessId, int Port, string SocketDirectory)
{
    public static string PathIn(string cluster) => Path.Combine(cluster, "postmaster.pid");

    /// <summary>Null when there is none, or when a crash left it empty or cut short.</summary>
    public static PostmasterFile? Read(string cluster)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(PathIn(cluster));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            // There is none, or the server has just taken it away.
            return null;
        }

        return lines.Length >= 5
            && int.TryParse(lines[0], CultureInfo.InvariantCulture, out var processId)
            && int.TryParse(lines[3], CultureInfo.InvariantCulture, out var port)
                ? new PostmasterFile(processId, port, lines[4])
                : null;
    }

    /// <summary>
    /// Whether the process of that number is a server of this cluster, rather than a stranger that got the number after a crash or a reboot.
    /// The command line tells: PrivateCluster starts every server with the cluster's full path.
    /// </summary>
    public async Task<bool> IsServerOfAsync(string cluster, CancellationToken cancellationToken)
    {
        var commandLine = $"/proc/{ProcessId}/cmdline";
        if (Directory.Exists("/proc/self"))
        {
            return (await ReadOrEmptyAsync(commandLine, cancellationToken)).Split('\0').Contains(cluster);
        }

        var listed = await Tool.RunAsync(["ps", "-p", $"{ProcessId}", "-o", "command="], cancellationToken);
        return listed.Output.Contains(cluster, StringComparison.Ordinal);
    }

    public bool IsAlive()
    {
        try
        {
            using var process = System.Diagnostics.Process.GetProcessById(ProcessId);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private async Task<string> ReadOrEmptyAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllTextAsync(path, cancellationToken);
        }
        catch (IOException) when (!IsAlive())
        {
            // The process ended; its entry went with it. Of a living one nothing is known: to call it a stranger would take its file from it.
            return "";
        }
    }
}
