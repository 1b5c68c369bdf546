using System.Diagnostics;
using System.Globalization;
using System.Net;
using PayGate.Cli;
using PayGate.Cli.Hosting;
using PayGate.Cli.Migrations;
using PayGate.Cli.Postgres;
using PayGate.Testing;

namespace PayGate.Bench.Machine;

/// <summary>The program as it is shipped, <c>paygate serve</c>, in a process of its own on the site's database.</summary>
internal sealed class GatewayProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task _log;

    private GatewayProcess(Process process, IPEndPoint address, string logFile)
    {
        (_process, Address) = (process, address);
        _log = Copy(process.StandardOutput, logFile);
    }

    public IPEndPoint Address { get; }

    public int Id => _process.Id;

    /// <exception cref="SetupException">It does not become ready.</exception>
    public static async Task<GatewayProcess> Start(BenchSite site, CancellationToken cancellationToken)
    {
        var address = new IPEndPoint(IPAddress.Loopback, FreePort.Find());
        var info = new ProcessStartInfo(
            "dotnet", [BuiltProgram.Location, "serve", "--port", address.Port.ToString(CultureInfo.InvariantCulture), "--data", site.Data])
        { RedirectStandardOutput = true };
        info.Environment[ExternalServer.Variable] = site.Owner;
        foreach (var role in DatabaseRoles.All)
        {
            info.Environment[role.PasswordVariable()] = site.Passwords[role];
        }

        var logFile = Path.Combine(site.Data, "gateway.log");
        var gateway = new GatewayProcess(Process.Start(info)!, address, logFile);
        try
        {
            await gateway.WaitUntilReady(cancellationToken);
            return gateway;
        }
        catch (Exception exception) when (exception is OperationCanceledException or SetupException)
        {
            await gateway.DisposeAsync();
            cancellationToken.ThrowIfCancellationRequested();
            throw new SetupException($"The gateway does not become ready:\n{await File.ReadAllTextAsync(logFile, cancellationToken)}", exception);
        }
    }

    /// <summary>Ends early, with an exception, when the process does.</summary>
    private async Task WaitUntilReady(CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var ready = Readiness.WaitAsync(new Uri($"http://{Address}"), ended.Token);
        await Task.WhenAny(ready, _process.WaitForExitAsync(ended.Token));
        if (!ready.IsCompleted)
        {
            await ended.CancelAsync();
        }

        await ready;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        await _log;
        _process.Dispose();
    }

    private static async Task Copy(StreamReader from, string path)
    {
        await using var to = new StreamWriter(path) { AutoFlush = true };
        while (await from.ReadLineAsync() is { } line)
        {
            await to.WriteLineAsync(line);
        }
    }
}
