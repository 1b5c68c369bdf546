using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using PayGate.Cli.Hosting;
using PayGate.Cli.Migrations;
using PayGate.Cli.Postgres;

namespace PayGate.Simulation.Tests.Support;

/// <summary>One run of the real program, <c>paygate serve</c>, on a site. PostgreSQL is not its child and outlives it.</summary>
internal sealed class GatewayProcess : IAsyncDisposable
{
    /// <summary>What the request log says of a 500.</summary>
    private const string UnexpectedFault = "failed unexpectedly";

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(90);

    private readonly Process _process;
    private readonly GatewayPart _part;
    private readonly string _logFile;
    private readonly ProcessGuard _guard;
    private readonly Task _copying;

    private GatewayProcess(Process process, GatewaySite site, GatewayPart part)
    {
        (_process, _part, _logFile) = (process, part, site.LogFileOf(part));
        _guard = new ProcessGuard(process.Id);
        var log = TextWriter.Synchronized(new StreamWriter(_logFile, append: true) { AutoFlush = true });
        _copying = Copy(process, log);
    }

    /// <summary>From the start of the program to its first answer that needed the database and a key; null if it ended before.</summary>
    public double? SecondsToFirstAnswer { get; private set; }

    public Task Ended => _process.WaitForExitAsync();

    public bool HasEnded => _process.HasExited;

    public GatewayClient Client { get; private set; } = null!;

    public static Task<GatewayProcess> Start(GatewaySite site, params (string Name, string Value)[] environment) => Start(site, environment, mayEnd: false);

    /// <param name="site">Where it runs.</param>
    /// <param name="environment">Further variables.</param>
    /// <param name="mayEnd">Whether it may end before its first answer: a crash point can strike while it settles what an earlier run left.</param>
    public static Task<GatewayProcess> Start(GatewaySite site, (string Name, string Value)[] environment, bool mayEnd) =>
        Start(site, site.Whole, environment, mayEnd);

    /// <summary>One of several processes of a gateway. One without role api is there when it says that it is ready.</summary>
    public static Task<GatewayProcess> Start(GatewaySite site, GatewayPart part, params (string Name, string Value)[] environment) =>
        Start(site, part, environment, mayEnd: false);

    private static async Task<GatewayProcess> Start(GatewaySite site, GatewayPart part, (string Name, string Value)[] environment, bool mayEnd)
    {
        var watch = Stopwatch.StartNew();
        var gateway = new GatewayProcess(Process.Start(StartInfo(site, part, environment))!, site, part);
        try
        {
            await gateway.AwaitFirstAnswer(site, watch, mayEnd);
            return gateway;
        }
        catch
        {
            await gateway.DisposeAsync();
            throw;
        }
    }

    /// <summary>What it logged about requests that failed for a reason it does not know, each line with its exception.</summary>
    public async Task<IReadOnlyList<string>> UnexpectedFaults() =>
        [.. (await File.ReadAllLinesAsync(_logFile)).Where(line => line.Contains(UnexpectedFault, StringComparison.Ordinal))];

    /// <summary>SIGKILL: no handler, no flush, no goodbye.</summary>
    public void Kill() => _process.Kill();

    /// <summary>SIGSTOP: it neither runs nor ends, and its connections stay.</summary>
    public void Pause() => Signal("STOP");

    /// <summary>SIGCONT: it goes on as if no time had passed.</summary>
    public void Resume() => Signal("CONT");

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        await _copying;
        _guard.Dispose();
        Client?.Dispose();
        _process.Dispose();
    }

    private static ProcessStartInfo StartInfo(GatewaySite site, GatewayPart part, IEnumerable<(string Name, string Value)> environment)
    {
        var info = new ProcessStartInfo(
            "dotnet",
            [
                BuiltProgram.Location, "serve", "--roles", part.Roles, "--port", Text(part.Port), "--data", site.DataDirectory,
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = site.DataDirectory,
        };
        foreach (var inherited in info.Environment.Keys.Where(name => name.StartsWith("PAYGATE_", StringComparison.Ordinal)).ToList())
        {
            info.Environment.Remove(inherited);
        }

        info.Environment[ExternalServer.Variable] = site.Database.Silo;
        info.Environment[ClusterVariables.SiloPort] = Text(part.SiloPort);
        info.Environment[ClusterVariables.GatewayPort] = Text(part.GatewayPort);
        foreach (var role in DatabaseRoles.All)
        {
            info.Environment[role.PasswordVariable()] = PostgresServer.RolePasswords[role];
        }

        foreach (var (name, value) in environment)
        {
            info.Environment[name] = value;
        }

        return info;
    }

    private void Signal(string name)
    {
        using var kill = Process.Start("kill", ["-s", name, Text(_process.Id)]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static async Task Copy(Process process, TextWriter log)
    {
        await using var closing = log;
        await Task.WhenAll(CopyLines(process.StandardOutput, log), CopyLines(process.StandardError, log));
    }

    private static async Task CopyLines(StreamReader reader, TextWriter log)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            await log.WriteLineAsync(line);
        }
    }

    private async Task AwaitFirstAnswer(GatewaySite site, Stopwatch watch, bool mayEnd)
    {
        using var probe = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = _part.Address, Timeout = TimeSpan.FromSeconds(10) };
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!await Answers(() => probe.GetAsync("/readyz")))
        {
            if (_process.HasExited && mayEnd)
            {
                return;
            }

            if (_process.HasExited || watch.Elapsed > StartLimit)
            {
                throw new InvalidOperationException($"The gateway did not come up:\n{await File.ReadAllTextAsync(_logFile)}");
            }

            await pause.WaitForNextTickAsync();
        }

        if (!_part.HasApi)
        {
            return;
        }

        var key = DemoKey(site, "secret_key");
        Client = new GatewayClient(_part.Address, key);
        probe.DefaultRequestHeaders.Authorization = new("Bearer", key);
        if (await Answers(() => probe.GetAsync("/v1/payment_intents?limit=1")))
        {
            SecondsToFirstAnswer = watch.Elapsed.TotalSeconds;
        }
        else if (!mayEnd)
        {
            throw new InvalidOperationException($"The gateway is ready but does not answer:\n{await File.ReadAllTextAsync(_logFile)}");
        }
    }

    /// <summary>A member of the file that the silo leaves at first start.</summary>
    public static string DemoKey(GatewaySite site, string member)
    {
        using var keys = JsonDocument.Parse(File.ReadAllText(Path.Combine(site.DataDirectory, "demo-keys.json")));
        return keys.RootElement.GetProperty(member).GetString()!;
    }

    private static async Task<bool> Answers(Func<Task<HttpResponseMessage>> ask)
    {
        try
        {
            using var response = await ask();
            return response.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }
}
