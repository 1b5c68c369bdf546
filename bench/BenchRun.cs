using PayGate.Api.Health;
using PayGate.Bench.Load;
using PayGate.Bench.Machine;
using PayGate.Bench.Vault;
using PayGate.Cli;
using PayGate.Testing;
using PayGate.Silo.Books.Checks;

namespace PayGate.Bench;

/// <summary>The whole bench: PostgreSQL's own benchmark, then each scenario on the same server, then the proof that every counted payment is in the books.</summary>
internal static class BenchRun
{
    private static TextWriter Output => Console.Out;

    public static async Task<int> Run(BenchOptions options, CancellationToken cancellationToken)
    {
        var scenarios = Scenario.All.Where(scenario => options.Only.IsEmpty || options.Only.Contains(scenario.Name)).ToList();
        if (options.Only.Except(Scenario.All.Select(scenario => scenario.Name)).FirstOrDefault() is { } unknown)
        {
            throw new SetupException($"{unknown} is not a scenario: name {string.Join(", ", Scenario.All.Select(scenario => scenario.Name))}.");
        }

        await using var site = await BenchSite.Create(cancellationToken);
        await Output.WriteLineAsync($"PayGate on {EngineVersion.Name}, {site.Description}, {Environment.ProcessorCount} cores; the load runs on the same machine.");
        await site.SettleLog(cancellationToken);
        await Output.WriteLineAsync(await Settings(site, cancellationToken));
        using (var card = new CardCost())
        {
            await Output.WriteLineAsync($"  a card's cryptography, one core: {card.Measure()}");
        }

        var yardsticks = new List<double>();
        if (options.Yardstick)
        {
            await Yardstick.Prepare(site.Owner, cancellationToken);
            yardsticks.Add(await MeasureYardstick(site, options, cancellationToken));
        }

        await Output.WriteLineAsync($"  opening {options.Merchants} merchants ...");
        var merchants = await site.OpenMerchants(options.Merchants, cancellationToken);
        var acknowledged = 0L;
        var rates = new List<(Scenario Scenario, double PerSecond)>();
        foreach (var scenario in scenarios)
        {
            var (perSecond, count) = await Measure(site, options, scenario, merchants, rates.Select(rate => rate.PerSecond).FirstOrDefault(), cancellationToken);
            rates.Add((scenario, perSecond));
            acknowledged += count;
        }

        if (options.Yardstick)
        {
            yardsticks.Add(await MeasureYardstick(site, options, cancellationToken));
            await PrintRatios(rates, yardsticks.Average());
        }

        return await Prove(site, acknowledged, cancellationToken);
    }

    /// <summary>Payments per second, and how many were acknowledged in all.</summary>
    private static async Task<(double PerSecond, long Acknowledged)> Measure(
        BenchSite site, BenchOptions options, Scenario scenario, MerchantKeys[] merchants, double peak, CancellationToken cancellationToken)
    {
        if (scenario.OfPeak is not null && peak == 0)
        {
            throw new SetupException("Scenario paced needs the rate of visa: name both.");
        }

        await Output.WriteLineAsync($"\n  {scenario.Title}: {options.Clients} clients ...");
        await site.Checkpoint(cancellationToken);
        await using var gateway = await GatewayProcess.Start(site, cancellationToken);
        var requests = new PaymentRequests(gateway.Address, scenario.ManyMerchants ? merchants : merchants[..1], scenario.NewCards);
        var load = new PaymentLoad(gateway.Address, requests, options.Clients);
        var measurement = new Measurement(site, gateway);
        await measurement.Run(load, options, scenario.OfPeak * peak);
        await measurement.Print(Output);
        return (measurement.Latencies.PerSecond, load.Acknowledged);
    }

    private static async Task<double> MeasureYardstick(BenchSite site, BenchOptions options, CancellationToken cancellationToken)
    {
        await Output.WriteLineAsync($"\n  pgbench, TPC-B, scale 20, 32 clients, {options.Length.TotalSeconds:0} s ...");
        await site.Checkpoint(cancellationToken);
        var tps = await Yardstick.Measure(site.Owner, options.Length, cancellationToken);
        await Output.WriteLineAsync($"    {tps:0} transactions/s");
        return tps;
    }

    /// <summary>Machines change their speed within minutes, so the yardstick is laid before and after, and its mean counts.</summary>
    private static async Task PrintRatios(IEnumerable<(Scenario Scenario, double PerSecond)> rates, double yardstick)
    {
        await Output.WriteLineAsync($"\n  payments per pgbench transaction (mean {yardstick:0}/s)");
        foreach (var (scenario, perSecond) in rates)
        {
            await Output.WriteLineAsync($"    {perSecond / yardstick:0.00}  {scenario.Title}: {perSecond:0}/s");
        }
    }

    private static Task<string> Settings(BenchSite site, CancellationToken cancellationToken) => site.Ask<string>(
        "select string_agg(name || ' ' || setting, ', ' order by name) from pg_settings where name in ('fsync', 'synchronous_commit', 'full_page_writes', 'shared_buffers', 'min_wal_size', 'max_wal_size')",
        cancellationToken);

    /// <summary>A figure counts only if the database has what was counted, and the books are clean.</summary>
    private static async Task<int> Prove(BenchSite site, long acknowledged, CancellationToken cancellationToken)
    {
        await Output.WriteLineAsync("\n  checking the books ...");
        var stored = await site.Ask<long>("select count(*) from paygate.payment_intents where status = 'succeeded'", cancellationToken);
        await Output.WriteLineAsync($"    acknowledged {acknowledged}, stored {stored}");
        var violations = await BooksAudit.Run(site.Audit);
        foreach (var violation in violations.Take(20))
        {
            await Output.WriteLineAsync($"    {violation}");
        }

        await Output.WriteLineAsync($"    {BooksAudit.Checks.Count} checks of the audit views, {violations.Count} violations");
        return stored == acknowledged && violations.Count == 0 ? 0 : 1;
    }
}
