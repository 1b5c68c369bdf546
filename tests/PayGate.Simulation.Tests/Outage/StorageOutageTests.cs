using System.Diagnostics;
using PayGate.Simulation.Tests.Support;
using PayGate.Silo.Books.Checks;

namespace PayGate.Simulation.Tests.Outage;

/// <summary>
/// Goal: while PostgreSQL is away every request is told to come back, none is refused untruly, and soon after everything works again by itself, each request once.
/// Method: a gateway whose connections run through a proxy is asked by HTTP before, in and after an outage, with the same idempotency keys.
/// </summary>
[Collection(Alone.Name)]
public sealed class StorageOutageTests
{
    public enum Fault
    {
        /// <summary>Connections end and new ones are refused.</summary>
        ServerGone,

        /// <summary>Nothing comes back, and nothing says so.</summary>
        NetworkCut,

        /// <summary>The server takes no further sessions.</summary>
        NoConnectionsLeft,

        /// <summary>Statements of the journal wait for longer than they may.</summary>
        TableLocked,
    }

    private static readonly TimeSpan RecoveryMax = TimeSpan.FromSeconds(5);

    [Theory]
    [InlineData(Fault.ServerGone)]
    [InlineData(Fault.NetworkCut)]
    [InlineData(Fault.NoConnectionsLeft)]
    [InlineData(Fault.TableLocked)]
    public async Task Requests_WhileStorageIsAway_AreToldToRetryAndSucceedSoonAfterwards(Fault fault)
    {
        var slowness = await GatewayProgram.MeasureSlowness();
        await using var outage = await OutageGateway.Start();
        var requests = await OutageRequests.Prepare(outage);
        var end = await Begin(outage, fault);

        var during = await Task.WhenAll(requests.Select(outage.Send));
        await end();
        var watch = Stopwatch.StartNew();
        var after = await Task.WhenAll(requests.Select(request => OutageRequests.Repeat(outage, request, watch)));

        Assert.All(during.Zip(requests), pair => Assert.True(
            pair.First.SaysRetry || (fault == Fault.TableLocked && !pair.Second.IsPost && pair.First.IsDone), pair.First.ToString()));
        Assert.All(after, answer => Assert.True(answer.IsDone, answer.ToString()));
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, RecoveryMax * slowness);
        await AssertBooks(outage);
        await OutageRequests.AssertOnce(outage, after);
    }

    [Fact]
    public async Task Requests_RightAfterPostgresEndedAllSessions_AreDoneOrToldToRetry()
    {
        await using var outage = await OutageGateway.Start();
        var requests = await OutageRequests.Prepare(outage);
        await Task.WhenAll(Enumerable.Repeat(requests[^1], 60).Select(outage.Send));
        await outage.EndAllSessions();

        var first = await Task.WhenAll(requests.Concat(Enumerable.Repeat(requests[^1], 60)).Select(outage.Send));
        var after = await Task.WhenAll(requests.Select(request => OutageRequests.Repeat(outage, request, Stopwatch.StartNew())));

        Assert.All(first, answer => Assert.True(answer.IsDone || answer.SaysRetry, answer.ToString()));
        Assert.All(after, answer => Assert.True(answer.IsDone, answer.ToString()));
        await AssertBooks(outage);
        await OutageRequests.AssertOnce(outage, after);
    }

    [Theory]
    [InlineData(ProxyMode.Closed)]
    [InlineData(ProxyMode.Silent)]
    public async Task Confirm_WhileTheBanksJournalIsAway_IsProcessingAndLaterDefinite(ProxyMode mode)
    {
        await using var outage = await OutageGateway.Start();
        var id = (await outage.Send(new OutageRequest("/v1/payment_intents", "create", ("amount", "1009"), ("currency", "usd")))).Id!;
        var confirm = new OutageRequest($"/v1/payment_intents/{id}/confirm", "confirm", ("payment_method", CardParameters.Approving));
        outage.Bank.Switch(mode);

        var during = await outage.Send(confirm);
        outage.Bank.Switch(ProxyMode.Open);
        var status = "processing";
        for (var watch = Stopwatch.StartNew(); status == "processing" && watch.Elapsed < TimeSpan.FromSeconds(60);)
        {
            outage.Gateway.Clock.Advance(TimeSpan.FromSeconds(10));
            await outage.Gateway.Sweep();
            status = (await outage.Send(new OutageRequest($"/v1/payment_intents/{id}", null))).State!;
        }

        Assert.Equal("processing", during.State);
        // The bank may have written the sale when it came back, or forbidden its reference when it was asked; both are definite.
        Assert.Contains(status, new[] { "succeeded", "requires_payment_method" });
        await AssertBooks(outage);
    }

    /// <summary>Starts an outage; returns what ends it.</summary>
    private static async Task<Func<Task>> Begin(OutageGateway outage, Fault fault)
    {
        switch (fault)
        {
            case Fault.NoConnectionsLeft:
                var database = outage.Gateway.Database.Name;
                await outage.Execute($"alter database {database} connection limit 0");
                await outage.EndAllSessions();
                return () => outage.Execute($"alter database {database} connection limit -1");
            case Fault.TableLocked:
                var connection = new Npgsql.NpgsqlConnection(outage.Gateway.Database.Owner);
                await connection.OpenAsync();
                await using (var locking = new Npgsql.NpgsqlCommand("begin; lock table paygate.payment_intents in share mode", connection))
                {
                    await locking.ExecuteNonQueryAsync();
                }

                return () => connection.DisposeAsync().AsTask();
            default:
                Switch(fault == Fault.ServerGone ? ProxyMode.Closed : ProxyMode.Silent);
                return () =>
                {
                    Switch(ProxyMode.Open);
                    return Task.CompletedTask;
                };
        }

        void Switch(ProxyMode mode)
        {
            outage.Books.Switch(mode);
            outage.Bank.Switch(mode);
        }
    }

    private static async Task AssertBooks(OutageGateway outage)
    {
        outage.Gateway.Clock.Advance(TimeSpan.FromSeconds(10));
        while (await outage.Gateway.Sweep() > 0)
        {
            outage.Gateway.Clock.Advance(TimeSpan.FromSeconds(10));
        }

        Assert.Empty(await BooksAudit.Run(outage.Gateway.Database.Audit));
    }
}
