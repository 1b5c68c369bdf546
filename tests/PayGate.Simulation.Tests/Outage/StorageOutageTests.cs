using System.Diagnostics;
using PayGate.Simulation.Tests.Support;
using PayGate.Testing.Books;

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
        var requests = await Prepare(outage);
        var end = await Begin(outage, fault);

        var during = await Task.WhenAll(requests.Select(outage.Send));
        await end();
        var watch = Stopwatch.StartNew();
        var after = await Task.WhenAll(requests.Select(request => Repeat(outage, request, watch)));

        Assert.All(during.Zip(requests), pair => Assert.True(
            pair.First.SaysRetry || (fault == Fault.TableLocked && !pair.Second.IsPost && pair.First.IsDone), pair.First.ToString()));
        Assert.All(after, answer => Assert.True(answer.IsDone, answer.ToString()));
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, RecoveryMax * slowness);
        await AssertBooks(outage);
    }

    [Fact]
    public async Task Requests_RightAfterPostgresEndedAllSessions_AreDoneOrToldToRetry()
    {
        await using var outage = await OutageGateway.Start();
        var requests = await Prepare(outage);
        await Task.WhenAll(Enumerable.Repeat(requests[^1], 60).Select(outage.Send));
        await outage.EndAllSessions();

        var first = await Task.WhenAll(requests.Concat(Enumerable.Repeat(requests[^1], 60)).Select(outage.Send));
        var after = await Task.WhenAll(requests.Select(request => Repeat(outage, request, Stopwatch.StartNew())));

        Assert.All(first, answer => Assert.True(answer.IsDone || answer.SaysRetry, answer.ToString()));
        Assert.All(after, answer => Assert.True(answer.IsDone, answer.ToString()));
        await AssertBooks(outage);
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

    /// <summary>One request of each kind, on payments that are ready for it; the last is a read.</summary>
    private static async Task<IReadOnlyList<OutageRequest>> Prepare(OutageGateway outage)
    {
        var open = await Pay(outage, "open", confirm: false);
        var held = await Pay(outage, "held", confirm: true, ("capture_method", "manual"));
        var voided = await Pay(outage, "voided", confirm: true, ("capture_method", "manual"));
        var paid = await Pay(outage, "paid", confirm: true);
        return
        [
            new("/v1/payment_intents", "create", ("amount", "1013"), ("currency", "eur")),
            new("/v1/payment_intents", "pay", ("amount", "1019"), ("currency", "usd"), ("confirm", "true"), ("payment_method", CardParameters.Approving)),
            new($"/v1/payment_intents/{open}/confirm", "confirm", ("payment_method", CardParameters.Approving)),
            new($"/v1/payment_intents/{held}/capture", "capture"),
            new($"/v1/payment_intents/{voided}/cancel", "cancel"),
            new("/v1/refunds", "refund", ("payment_intent", paid), ("amount", "500")),
            // On record already: the answer must come from the record, and no other answer will do.
            new("/v1/payment_intents", "paid", ("amount", "1009"), ("currency", "usd"), ("confirm", "true"), ("payment_method", CardParameters.Approving)),
            new("/v1/payment_intents?limit=3", null),
            new("/v1/events?limit=3", null),
            new($"/v1/payment_intents/{paid}", null),
        ];
    }

    private static async Task<string> Pay(OutageGateway outage, string key, bool confirm, params (string Name, string Value)[] more)
    {
        (string, string)[] method = confirm ? [("confirm", "true"), ("payment_method", CardParameters.Approving)] : [];
        var made = await outage.Send(new OutageRequest("/v1/payment_intents", key, [("amount", "1009"), ("currency", "usd"), .. method, .. more]));
        Assert.True(made.IsDone, made.ToString());
        return made.Id!;
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

    /// <summary>As a client does that heeds Retry-After, only sooner: the same request until it is done.</summary>
    private static async Task<OutageAnswer> Repeat(OutageGateway outage, OutageRequest request, Stopwatch watch)
    {
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (true)
        {
            var answer = await outage.Send(request);
            if ((!answer.SaysRetry && answer.Error != "idempotency_key_in_use") || watch.Elapsed > TimeSpan.FromMinutes(1))
            {
                return answer;
            }

            await pause.WaitForNextTickAsync();
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
