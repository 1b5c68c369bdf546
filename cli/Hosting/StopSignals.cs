using System.Runtime.InteropServices;

namespace PayGate.Cli.Hosting;

/// <summary>
/// Turns the signals that end a program into tokens: the first asks for an orderly end, the second stops waiting for running requests.
/// Neither ends the process by itself, because PostgreSQL has to stop last.
/// </summary>
public sealed partial class StopSignals : IDisposable
{
    // SIGINT and SIG_DFL have these values on Linux and macOS.
    private const int InterruptNumber = 2;
    private const nint DefaultAction = 0;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _hurry = new();
    private readonly List<PosixSignalRegistration> _registrations = [];

    public StopSignals()
    {
        // A script that starts PayGate in the background has the shell ignore SIGINT for it, and the runtime keeps what is ignored.
        // Who sends it nevertheless, or presses Ctrl-C on that script, wants an end.
        _ = SetSignal(InterruptNumber, DefaultAction);
        foreach (var signal in new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT })
        {
            _registrations.Add(PosixSignalRegistration.Create(signal, OnSignal));
        }
    }

    public CancellationToken Stop => _stop.Token;

    public CancellationToken Hurry => _hurry.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _stop.Dispose();
        _hurry.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        (_stop.IsCancellationRequested ? _hurry : _stop).Cancel();
    }

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint SetSignal(int number, nint action);
}
