using PayGate.Simulation.Tests.Support;
using PayGate.Silo.Books.Checks;

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
        var trigger = Path.Combine(site.DataDirectory, "crash-point-armed");
        File.Delete(trigger);
        await using var gateway = await Start(kill is Kill.AtFailpoint point ? [("PAYGATE_FAILPOINT", $"{point.Name}:kill@{trigger}")] : []);
        var log = workload.Log;
        var cutBefore = log.ConfirmsCut;
        var definite = log.Definite + kill.Definite;
        var struck = log.At(() => log.Definite >= definite && log.ConfirmsInFlight >= kill.ConfirmsInFlight, () =>
        {
            log.NoteKill();
            if (kill is Kill.AtRandom)
            {
                gateway.Kill();
            }
            else
            {
                File.Create(trigger).Dispose();
            }
        });
        workload.Gate.Open();
        await workload.While(struck, RunLimit);
        await workload.While(gateway.Ended, RunLimit);
        workload.Gate.Close();
        var at = TimeProvider.System.GetUtcNow();
        await workload.While(log.At(() => log.ConfirmsInFlight == 0, () => { }), RunLimit);
        var open = await BooksAudit.FindInFlight(site.Database.Audit);
        _reports.Add(new KillReport(kill, gateway.SecondsToFirstAnswer, log.ConfirmsCut - cutBefore, open, at));
    }
}
