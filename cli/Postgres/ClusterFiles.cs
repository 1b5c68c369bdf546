using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PayGate.Cli.Postgres;

/// <summary>The paths of a private cluster, and the few files that PayGate itself reads and writes there.</summary>
public sealed class ClusterFiles(string dataDirectory)
{
    internal const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    // A socket's path must fit into sockaddr_un with its final NUL: 108 bytes on Linux, 104 on macOS. The name is ".s.PGSQL.65535".
    private const int SocketPathBytesMax = 103;
    private static readonly int SocketNameBytes = "/.s.PGSQL.65535".Length;

    public string Cluster { get; } = Path.Combine(dataDirectory, "postgres");

    public string Unfinished => Cluster + ".new";

    public string Log => Path.Combine(Cluster, "paygate.log");

    public string Settings => Path.Combine(Cluster, "paygate.conf");

    /// <summary><c>socket</c> in the data directory, or a short directory under the temp path when that path is too long.</summary>
    public string SocketDirectory { get; } = ChooseSocketDirectory(dataDirectory);

    /// <summary>The major version that made the cluster, or null when there is none yet.</summary>
    /// <exception cref="SetupException">Something else is in its place.</exception>
    public int? ReadMajor()
    {
        if (File.Exists(Cluster))
        {
            throw NotACluster();
        }

        if (!Directory.Exists(Cluster))
        {
            return null;
        }

        var file = Path.Combine(Cluster, "PG_VERSION");
        return File.Exists(file) && int.TryParse(File.ReadAllText(file).Trim(), CultureInfo.InvariantCulture, out var major) ? major : throw NotACluster();
    }

    internal void WriteSettings(int port)
    {
        File.WriteAllText(
            Settings,
            $"""
            # Written by PayGate at each start. Your own settings belong in postgresql.conf, above the line that includes this file.
            listen_addresses = '127.0.0.1'
            port = {port.ToString(CultureInfo.InvariantCulture)}
            unix_socket_directories = '{SocketDirectory.Replace("'", "''", StringComparison.Ordinal)}'
            unix_socket_permissions = 0700
            timezone = 'UTC'
            log_timezone = 'UTC'

            """);
        var main = Path.Combine(Cluster, "postgresql.conf");
        if (!File.ReadLines(main).Contains("include 'paygate.conf'"))
        {
            File.AppendAllText(main, "\ninclude 'paygate.conf'\n");
        }
    }

    /// <summary>Keeps the log of the last run only, so that it does not grow for ever.</summary>
    internal void SetAsideLog()
    {
        if (File.Exists(Log))
        {
            File.Move(Log, Log + ".1", overwrite: true);
        }
    }

    internal string ReadLog() => File.Exists(Log) ? File.ReadAllText(Log) : "";

    /// <summary>The line that most likely names the cause.</summary>
    internal string LastLogLine()
    {
        var lines = ReadLog().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.LastOrDefault(line => line.Contains("FATAL", StringComparison.Ordinal)) ?? lines.LastOrDefault() ?? "no log";
    }

    private static string ChooseSocketDirectory(string dataDirectory)
    {
        var near = Path.Combine(dataDirectory, "socket");
        if (Encoding.UTF8.GetByteCount(near) + SocketNameBytes <= SocketPathBytesMax)
        {
            return near;
        }

        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(dataDirectory)));
        return Path.Combine("/tmp", $"paygate-{digest[..16]}");
    }

    private SetupException NotACluster() =>
        new($"{Cluster} is not a PostgreSQL cluster: move it away, or choose another place with --data.");
}
