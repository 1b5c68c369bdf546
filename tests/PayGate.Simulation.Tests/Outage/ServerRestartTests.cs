using System.Globalization;
using PayGate.Simulation.Tests.Crash;
using PayGate.Simulation.Tests.Support;
using PayGate.Silo.Books.Checks;
using Xunit.Abstractions;

namespace PayGate.Simulation.Tests.Outage;

/// <summary>
/// Goal: a restart of PostgreSQL under load is seen as 503 or not at all, ends by itself, and each request is done once. Method: many clients drive payments while
/// the real server is stopped and started, as a careful merchant does, by idempotency keys; then what they were told is compared with the books.
/// </summary>
[Collection(Alone.Name)]
public sealed class ServerRestartTests(ServerRestartTests.Server server, ITestOutputHelper output) : IClassFixture<ServerRestartTests.Server>
{
    private const int ConfirmsBefore = 20;
    private const int ConfirmsInFlightMin = 10;

    /// <summary>More than can be under way at once: the last of them began after the restart.</summary>
    private const int ConfirmsAfter = 60;
    private const double RecoverySecondsMax = 5;
    private static readonly TimeSpan StepLimit = TimeSpan.FromSeconds(180);

    /// <summary>
    /// What a client may be told: its card's refusal, to come back, that the first sending of its request is still under way, or, once the bank was asked again, that
    /// it never got this attempt and nothing was charged.
    /// </summary>
    private static readonly IReadOnlySet<AnsweredError> Honest = new HashSet<AnsweredError>
    {
        new(402, "card_declined", null),
        new(503, "storage_unavailable", "1"),
        new(409, "idempotency_key_in_use", null),
        new(402, "processing_error", null),
    };

    [Theory]
    [InlineData("fast")]
    [InlineData("immediate")]
    public async Task Restart_UnderLoad_IsToldAsRetryAndCostsNothingElse(string mode)
    {
        var slowness = await GatewayProgram.MeasureSlowness();
        await using var outage = await OutageGateway.Start(server.Cluster);
        using var workload = new Workload(outage.Gateway.Client.BaseAddress!, outage.Gateway.Demo.SecretKey, seed: 20_31);
        var log = workload.Log;
        workload.Gate.Open();

        await workload.While(
            log.At(() => log.ConfirmsDefinite >= ConfirmsBefore && log.ConfirmsInFlight >= ConfirmsInFlightMin, () => { }), StepLimit);
        // It stays down until a client has noticed: a restart that nobody noticed would test nothing.
        await server.Cluster.Restart(mode, () => workload.While(log.At(() => log.Faults.Count > 0, () => { }), StepLimit));
        var (back, definite) = (log.Now, log.ConfirmsDefinite);
        await workload.While(log.At(() => log.ConfirmsDefinite >= definite + ConfirmsAfter, () => { }), StepLimit);
        await workload.End(StepLimit);
        await Quiet.Await(outage.Gateway.Database, StepLimit);

        var last = log.Faults.Max() - back;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{workload.Stories.Count} payments, the last fault {last:0.0} s after the restart: {string.Join(", ", log.Errors)}; machine {slowness:0.0} times slower than idle"));
        Assert.Empty(await BooksAudit.Run(outage.Gateway.Database.Audit));
        Assert.Empty(await LogAgainstBooks.Differences(outage.Gateway.Database.Audit, workload.Stories, log));
        Assert.Empty(log.Errors.Keys.Except(Honest));
        Assert.Equal(0, log.Unanswered);
        Assert.True(last <= RecoverySecondsMax * slowness, $"Calls failed for {last:0.0} s.");
    }

    /// <summary>A server that no other test needs meanwhile.</summary>
    public sealed class Server : IAsyncLifetime
    {
        public TestCluster Cluster { get; private set; } = null!;

        public async Task InitializeAsync() => Cluster = await TestCluster.Start();

        public async Task DisposeAsync() => await Cluster.DisposeAsync();
    }
}
