using PayGate.Simulation.Tests.Support;
using PayGate.Testing.Books;

namespace PayGate.Simulation.Tests.Crash;

/// <summary>Runs the gateway under the workload again and again, each time to a kill.</summary>
internal sealed class Killer(GatewaySite site, Workload workload)
{
    private static readonly TimeSpan RunLimit = TimeSpan.FromSeconds(120);

    private readonly List<KillReport> _reports = [];

    public IReadOnlyList<KillReport> Reports => _reports;

    /// <summary>How much slower than on an idle machine things went, at worst.</summary>
    public double Slowness { get; private set; } = 1;

    public async Task<GatewayProcess> Start(params IEnumerable<(string Name, string Value)> environment)
    {
        Slowness = Math.Max(Slowness, await GatewayProgram.MeasureSlowness());
        return await GatewayProcess.Start(site, [.. environment], mayEnd: environment.Any());
    }

    public async Task RunTo(Kill kill)
    {
        await using var gateway = await Start(kill is Kill.AtFailpoint point ? [("PAYGATE_FAILPOINT", $"{point.Name}:kill@{point.Nth}")] : []);
        var log = workload.Log;
        var inFlight = 0;
        var cutBefore = log.ConfirmsCut;
        var killed = kill is Kill.AtRandom random ? KillAt(random, gateway, count => inFlight = count) : gateway.Ended;
        workload.Gate.Open();
        await workload.While(killed, RunLimit);
        await gateway.Ended;
        workload.Gate.Close();
        var at = TimeProvider.System.GetUtcNow();
        await workload.While(log.At(() => log.ConfirmsInFlight == 0, () => { }), RunLimit);
        _reports.Add(new KillReport(
            kill, gateway.SecondsToFirstAnswer, kill is Kill.AtRandom ? inFlight : log.ConfirmsCut - cutBefore, await BooksAudit.FindInFlight(site.Database.Audit), at));
    }

    private Task KillAt(Kill.AtRandom random, GatewayProcess gateway, Action<int> note)
    {
        var log = workload.Log;
        var definite = log.Definite + random.Definite;
        return log.At(() => log.Definite >= definite && log.ConfirmsInFlight >= random.ConfirmsInFlight, () =>
        {
            gateway.Kill();
            note(log.ConfirmsInFlight);
        });
    }
}
