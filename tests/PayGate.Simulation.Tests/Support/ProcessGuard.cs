using System.Diagnostics;
using System.Globalization;

namespace PayGate.Simulation.Tests.Support;

/// <summary>
/// Kills a child when this process ends, however that ends: a shell waits for the end of a pipe whose other end only this process holds.
/// </summary>
internal sealed class ProcessGuard : IDisposable
{
    // The shell itself becomes the reader, so that ending the guard ends everything it is made of.
    private const string Script = """
        trap '' INT HUP TERM
        while read -r _; do :; done
        kill -9 "$1" 2>/dev/null
        """;

    private readonly Process _shell;

    public ProcessGuard(int processId)
    {
        _shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", Script, "sh", processId.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardInput = true,
            WorkingDirectory = "/",
        })!;
    }

    /// <summary>To be called once the child has ended: its id may soon be another's.</summary>
    public void Dispose()
    {
        _shell.Kill();
        _shell.WaitForExit();
        _shell.Dispose();
    }
}
