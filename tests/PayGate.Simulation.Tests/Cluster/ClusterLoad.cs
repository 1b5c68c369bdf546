using System.Globalization;
using PayGate.Simulation.Tests.Crash;
using PayGate.Simulation.Tests.Support;
using PayGate.Silo.Books.Checks;
using Xunit.Abstractions;

namespace PayGate.Simulation.Tests.Cluster;

/// <summary>Many clients that drive payments through a cluster while something is done to it, and what they and the books say afterwards.</summary>
internal sealed class ClusterLoad : IDisposable
{
    private const int ConfirmsBefore = 150;
    private const int ConfirmsAfter = 150;
    private const int ConfirmsInFlight = 5;
    private static readonly TimeSpan StepLimit = TimeSpan.FromSeconds(180);

    private readonly SmallCluster _cluster;
    private readonly double _slowness;
    private readonly Workload _workload;
    private double _struckAt;

    private ClusterLoad(SmallCluster cluster, double slowness, ulong seed)
    {
        (_cluster, _slowness) = (cluster, slowness);
        _workload = new Workload(cluster.Site, GatewayProcess.DemoKey(cluster.Site, "secret_key"), seed);
        _workload.Gate.Open();
    }

    /// <summary>When calls failed so far.</summary>
    public IReadOnlyList<double> Faults => Log.Faults;

    public double SecondsSinceStrike => Log.Now - _struckAt;

    private OperationLog Log => _workload.Log;

    public static async Task<ClusterLoad> Start(SmallCluster cluster, ulong seed) => new(cluster, await GatewayProgram.MeasureSlowness(), seed);

    /// <summary>Does it in the middle of the work.</summary>
    public Task Strike(Action blow) => While(Log.At(
        () => Log.ConfirmsDefinite >= ConfirmsBefore && Log.ConfirmsInFlight >= ConfirmsInFlight,
        () =>
        {
            _struckAt = Log.Now;
            blow();
        }));

    /// <summary>Waits until work has gone on for a while, and until every call that is in flight now has ended: one that a fault holds up ends last.</summary>
    public Task DoMore()
    {
        var done = Log.ConfirmsDefinite;
        return While(Task.WhenAll(Log.EndsOfThoseInFlight(), Log.At(() => Log.ConfirmsDefinite >= done + ConfirmsAfter, () => { })));
    }

    public Task While(Task task) => _workload.While(task, StepLimit);

    /// <summary>Brings all payments to their ends; then no answer was a bare 500, and the books are sound and are what the clients were told.</summary>
    public async Task AssertHarmless()
    {
        await _workload.End(StepLimit);
        await Quiet.Await(_cluster.Site.Database, StepLimit);
        Assert.Empty(await BooksAudit.Run(_cluster.Site.Database.Audit));
        Assert.Empty(await LogAgainstBooks.Differences(_cluster.Site.Database.Audit, _workload.Stories, Log));
        var unexpected = await _cluster.Api.UnexpectedFaults();
        Assert.True(unexpected.Count == 0, string.Join('\n', unexpected));
        Assert.Equal(0, Log.FaultsUntold);
    }

    /// <summary>Calls failed from the strike on, and not for longer than that. On a machine that is busy with other things some may have failed before.</summary>
    public void AssertFaultsLasted(IReadOnlyList<double> faults, double secondsMax, ITestOutputHelper output)
    {
        var after = faults.Where(at => at >= _struckAt).Select(at => at - _struckAt).ToList();
        var last = after.DefaultIfEmpty().Max();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{_workload.Stories.Count} payments, {after.Count} failed calls, the last {last:0.0} s after the strike; machine {_slowness:0.0} times slower than idle"));
        // A strike that no caller noticed would have tested nothing.
        Assert.NotEmpty(after);
        Assert.True(last <= secondsMax * _slowness, $"Calls failed for {last:0.0} s.");
    }

    public void Dispose() => _workload.Dispose();
}
