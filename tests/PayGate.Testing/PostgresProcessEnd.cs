using System.Diagnostics;

namespace PayGate.Testing;

/// <summary>
/// Cleans up after this process, however it ends. Test hosts are killed a moment after their last test, so handlers inside the process come too late:
/// a shell of its own waits for the end of a pipe whose other end only this process holds.
/// </summary>
internal static class PostgresProcessEnd
{
    // The inner shell becomes a child of init, out of reach of whoever kills this process with its children.
    private const string Script = """
        directory=$1; shift; exec 3<&0
        ( trap '' INT HUP TERM; cat <&3 >/dev/null; "$@" >/dev/null 2>&1; rm -rf "$directory" ) &
        """;

    // Kept open, and reachable, until the process ends.
    private static readonly List<Process> Waiting = [];

    /// <summary>Runs <paramref name="command"/>, then deletes <paramref name="directory"/>.</summary>
    public static void Run(IReadOnlyList<string> command, string directory)
    {
        var info = new ProcessStartInfo("/bin/sh", ["-c", Script, "sh", directory, .. command])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        lock (Waiting)
        {
            Waiting.Add(Process.Start(info)!);
        }
    }
}
