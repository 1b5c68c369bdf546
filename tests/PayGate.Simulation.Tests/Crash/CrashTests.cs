using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using PayGate.Simulation.Tests.Support;
using PayGate.Silo.Books.Checks;
using Xunit.Abstractions;

namespace PayGate.Simulation.Tests.Crash;

/// <summary>
/// Goal: kill -9 at any moment loses nothing acknowledged and doubles nothing. Method: many clients drive payments against the real program; it is killed at
/// random moments and at each crash point and started again; at the end the books are checked from outside and compared with what the clients were told.
/// </summary>
[Collection(Alone.Name)]
public sealed class CrashTests(ITestOutputHelper output)
{
    private const int RandomKillsDefault = 3;
    private const int ConfirmsMin = 200;
    private const int ConfirmsInFlightMin = 10;

    /// <summary>More than the least wanted: some are answered between the decision to kill and the end, or have their answer on the way already.</summary>
    private const int ConfirmsInFlightAtKill = 30;

    /// <summary>What an operator may wait for: nearly all of it is the start of a process that begins with cold code.</summary>
    private const double FirstAnswerSecondsMax = 5;
    private const double UnknownSecondsMax = 60;
    private static readonly string[] Failpoints = ["after_attempt_row", "before_bank", "after_bank", "before_commit", "after_commit", "before_response"];

    [Fact]
    public async Task Kill_AtAnyMoment_LosesNothingAndDoublesNothing()
    {
        var seed = ulong.Parse(
            Environment.GetEnvironmentVariable("PAYGATE_SIMULATION_SEED") ?? Text(RandomNumberGenerator.GetInt32(int.MaxValue)), CultureInfo.InvariantCulture);
        output.WriteLine($"seed {seed}");
        var watch = Stopwatch.StartNew();
        await using var site = await GatewaySite.Create();
        // The first start makes the demo merchant and its keys.
        await using (await GatewayProcess.Start(site))
        {
        }

        using var workload = new Workload(site, GatewayProcess.DemoKey(site, "secret_key"), seed);
        var killer = new Killer(site, workload);
        foreach (var kill in Schedule(new SeededChoice(seed)))
        {
            await killer.RunTo(kill);
        }

        var lastStart = TimeProvider.System.GetUtcNow();
        await using var last = await killer.Start();
        workload.Gate.Open();
        await workload.While(workload.Log.At(() => workload.Log.ConfirmsDefinite >= ConfirmsMin, () => { }), TimeSpan.FromSeconds(120));
        await workload.End(TimeSpan.FromSeconds(UnknownSecondsMax * killer.Slowness));
        await Quiet.Await(site.Database, TimeSpan.FromSeconds(UnknownSecondsMax * killer.Slowness));

        var resolved = await Resolution.Seconds(site.Database.Audit, killer.Reports, lastStart);
        Report(killer, workload, last, resolved, watch.Elapsed);
        Assert.Empty(await BooksAudit.Run(site.Database.Audit));
        Assert.Empty(await LogAgainstBooks.Differences(site.Database.Audit, workload.Stories, workload.Log));
        AssertFigures(killer, last, resolved);
    }

    private static List<Kill> Schedule(SeededChoice choice)
    {
        var count = Setting("PAYGATE_SIMULATION_KILLS", RandomKillsDefault);
        var kills = Enumerable.Range(0, Setting("PAYGATE_SIMULATION_ROUNDS", 1)).SelectMany(_ => Failpoints)
            .Select(name => (Kill)new Kill.AtFailpoint(name, 20 + choice.Below(60), ConfirmsInFlightAtKill)).ToList();
        for (var number = 0; number < count; number++)
        {
            kills.Insert(choice.Below(kills.Count + 1), new Kill.AtRandom(40 + choice.Below(200), ConfirmsInFlightAtKill));
        }

        return kills;
    }

    private static void AssertFigures(Killer killer, GatewayProcess last, IReadOnlyList<(double SinceKill, double SinceLastStart)> resolved)
    {
        Assert.All(killer.Reports, report => Assert.True(report.ConfirmsInFlight >= ConfirmsInFlightMin, $"{report.Kill}: {report.ConfirmsInFlight} in flight"));
        // A test that never met an unknown outcome would have tested nothing.
        Assert.NotEmpty(resolved);
        Assert.All(resolved, seconds => Assert.True(
            seconds.SinceLastStart <= UnknownSecondsMax * killer.Slowness, $"Unknown for {seconds.SinceLastStart:0.0} s after the last start"));
        Assert.All(
            killer.Reports.Select(report => report.FirstAnswerSeconds).Append(last.SecondsToFirstAnswer).OfType<double>(),
            seconds => Assert.True(seconds <= FirstAnswerSecondsMax * killer.Slowness, $"First answer after {seconds:0.0} s"));
    }

    private void Report(
        Killer killer, Workload workload, GatewayProcess last, IReadOnlyList<(double SinceKill, double SinceLastStart)> resolved, TimeSpan all)
    {
        foreach (var report in killer.Reports)
        {
            output.WriteLine(
                $"{report.Kill,-24} first answer {report.FirstAnswerSeconds:0.00} s, confirms in flight {report.ConfirmsInFlight}, "
                + $"found open {report.Open.Count}: {string.Join(", ", report.Open.CountBy(open => open.What).Select(pair => $"{pair.Value} {pair.Key}"))}");
        }

        output.WriteLine(
            $"last start               first answer {last.SecondsToFirstAnswer:0.00} s, "
            + $"the last unknown definite {resolved.Select(seconds => seconds.SinceLastStart).DefaultIfEmpty().Max():0.0} s after it");
        output.WriteLine(
            $"{killer.Reports.Count} kills, {workload.Stories.Count} payments, {workload.Log.ConfirmsDefinite} confirms, {workload.Log.ConfirmsCut} of them cut, "
            + $"{resolved.Count} operations found unknown, definite after at most {resolved.Select(seconds => seconds.SinceKill).DefaultIfEmpty().Max():0.0} s; "
            + $"machine {killer.Slowness:0.0} times slower than idle; {all.TotalSeconds:0} s in all");
    }

    private static int Setting(string name, int usual) => int.Parse(Environment.GetEnvironmentVariable(name) ?? Text(usual), CultureInfo.InvariantCulture);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
