using System.Globalization;
using Npgsql;
using PayGate.Simulation.Tests.Crash;
using PayGate.Simulation.Tests.Support;
using PayGate.Testing.Books;
using Xunit.Abstractions;

namespace PayGate.Simulation.Tests.Cluster;

/// <summary>
/// Goal: a silo that dies costs its callers seconds and the books nothing. Method: two silos and an API are processes of their own on one database; many
/// clients drive payments; one silo gets SIGKILL and later comes back; at the end the books are checked and compared with what the clients were told.
/// </summary>
[Collection(Alone.Name)]
[Trait("Engine", "Orleans")]
public sealed class SiloKillTests(ITestOutputHelper output)
{
    private const int ConfirmsBefore = 150;
    private const int ConfirmsAfter = 150;
    private const int ConfirmsInFlight = 5;

    /// <summary>1 to 2 s until the survivor declares the other dead, the callers' way there, and the survivor's own work in between.</summary>
    private const double FaultSecondsMax = 10;

    private const int Active = 3;
    private static readonly TimeSpan StepLimit = TimeSpan.FromSeconds(180);

    [OrleansFact]
    public async Task Kill_OfOneSiloOfTwo_CostsSecondsAndNoMoney()
    {
        await using var site = await GatewaySite.Create();
        var (staying, dying) = (GatewayPart.Of("silo,bank"), GatewayPart.Of("silo,bank"));
        // One after the other, because the first start draws the secrets that all share.
        await using var survivor = await GatewayProcess.Start(site, staying);
        await using var victim = await GatewayProcess.Start(site, dying);
        await using var api = await GatewayProcess.Start(site, site.Whole with { Roles = "api" });
        Assert.Equal(2, await ActiveSilos(site));
        var slowness = await GatewayProgram.MeasureSlowness();
        using var workload = new Workload(site, GatewayProcess.DemoKey(site, "secret_key"), seed: 20_30);
        var log = workload.Log;
        workload.Gate.Open();

        var killedAt = 0.0;
        await workload.While(
            log.At(() => log.ConfirmsDefinite >= ConfirmsBefore && log.ConfirmsInFlight >= ConfirmsInFlight, () => (killedAt, _) = (log.Now, Kill(victim))),
            StepLimit);
        await workload.While(victim.Ended, StepLimit);
        var done = log.ConfirmsDefinite;
        await workload.While(log.At(() => log.ConfirmsDefinite >= done + ConfirmsAfter, () => { }), StepLimit);
        var faults = log.Faults;
        await using var returned = await GatewayProcess.Start(site, dying);
        Assert.Equal(2, await ActiveSilos(site));
        await workload.End(StepLimit);
        await Quiet.Await(site.Database, StepLimit);

        var last = faults.DefaultIfEmpty(killedAt).Max() - killedAt;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{workload.Stories.Count} payments, {faults.Count} failed calls, the last {last:0.0} s after the kill; machine {slowness:0.0} times slower than idle"));
        Assert.Empty(await BooksAudit.Run(site.Database.Audit));
        Assert.Empty(await LogAgainstBooks.Differences(site.Database.Audit, workload.Stories, log));
        // Faults that pass are answered as such.
        Assert.Empty(log.About(" 500 "));
        // A kill that no caller noticed would have tested nothing.
        Assert.NotEmpty(faults);
        Assert.All(faults, at => Assert.True(at >= killedAt, $"A call failed {killedAt - at:0.0} s before the kill."));
        Assert.True(last <= FaultSecondsMax * slowness, $"Calls failed for {last:0.0} s.");
    }

    private static bool Kill(GatewayProcess victim)
    {
        victim.Kill();
        return true;
    }

    private static async Task<long> ActiveSilos(GatewaySite site)
    {
        await using var source = NpgsqlDataSource.Create(site.Database.Owner);
        await using var command = source.CreateCommand($"select count(*) from orleans.silo where status = {Active}");
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
