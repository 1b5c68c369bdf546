using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;
using PayGate.Cli.Postgres;
using PayGate.Testing;

namespace PayGate.Cli.Tests.Up;

/// <summary>The real built program, run as a process of its own in a process group of its own.</summary>
public sealed class PayGateProgram : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);
    private readonly Process _process;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly Task<string> _error;
    private readonly Task _reading;

    private PayGateProgram(Process process)
    {
        _process = process;
        _error = process.StandardError.ReadToEndAsync();
        _reading = ReadAsync();
    }

    /// <summary>What it printed until its end.</summary>
    public List<string> Output { get; } = [];

    public static PayGateProgram Start(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        // With SIGINT ignored, as it is for what a script starts in the background.
        string[] command = ["sh", "-c", "trap '' INT; exec \"$@\"", "sh", "dotnet", BuiltProgram.Location, .. arguments];
        var info = new ProcessStartInfo("setsid", command) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            info.Environment[name] = value;
        }

        return new PayGateProgram(Process.Start(info)!);
    }

    public static PayGateProgram Start(params string[] arguments) => Start(new Dictionary<string, string>(), arguments);

    /// <summary>Waits until it answers; returns all lines of the welcome.</summary>
    public Task<List<string>> Ready() => Until(line => line.StartsWith("Ctrl-C", StringComparison.Ordinal));

    /// <summary>Waits until it reports this step.</summary>
    public Task<List<string>> Says(string step) => Until(line => line.EndsWith($"  {step}", StringComparison.Ordinal));

    /// <summary>Sends a signal to its whole process group, as a terminal does.</summary>
    public async Task Signal(string name)
    {
        var sent = await Tool.RunAsync(["kill", $"-{name}", "--", (-_process.Id).ToString(CultureInfo.InvariantCulture)], CancellationToken.None);
        Assert.True(sent.Succeeded, sent.Output);
    }

    /// <summary>Waits for its end; returns the exit code and standard error.</summary>
    public async Task<(int ExitCode, string Error)> Ended()
    {
        await _process.WaitForExitAsync().WaitAsync(Deadline);
        await _reading;
        return (_process.ExitCode, await _error);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await Signal("KILL");
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private async Task<List<string>> Until(Func<string, bool> isAwaited)
    {
        var lines = new List<string>();
        using var deadline = new CancellationTokenSource(Deadline);
        await foreach (var line in _lines.Reader.ReadAllAsync(deadline.Token))
        {
            lines.Add(line);
            if (isAwaited(line))
            {
                return lines;
            }
        }

        throw new InvalidOperationException($"It ended instead: {string.Join('\n', lines)}\n{await _error}");
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            Output.Add(line);
            _lines.Writer.TryWrite(line);
        }

        _lines.Writer.Complete();
    }
}
