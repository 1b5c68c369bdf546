using Npgsql;
using PayGate.Simulation.Tests.Support;
using PayGate.Silo.Books.Checks;

namespace PayGate.Simulation.Tests.Crash;

/// <summary>
/// Goal: a dispute takes its money once and brings it back once, wherever the process ends. Method: the gateway is killed at each point between the withdrawal and the
/// dispute's actor, and between the end and what the payment makes of it; the next one must complete it by itself, and the same key must then give the answer.
/// </summary>
public sealed class DisputeCrashTests
{
    private static readonly TimeSpan QuietLimit = TimeSpan.FromSeconds(120);

    [Theory]
    [InlineData("after_commit")] // The money is withdrawn.
    [InlineData("dispute_opened")] // The payment is about to make the actor.
    public async Task Dispute_WhenTheProcessIsKilled_IsOpenedOnce(string point)
    {
        await using var site = await GatewaySite.Create();
        var path = await Killed(site, point, async client =>
        {
            var paid = await Pay(client);
            return $"/v1/test_helpers/payment_intents/{paid.Id}/dispute";
        });

        await using (var gateway = await GatewayProcess.Start(site))
        {
            await Quiet.Await(site.Database, QuietLimit);
            var replayed = await gateway.Client.Post(path, "asked");

            Assert.Equal(("needs_response", "true"), (replayed.Find("status"), replayed.Replayed));
            Assert.Equal("needs_response", (await gateway.Client.Get($"/v1/disputes/{replayed.Id}")).Find("status"));
        }

        Assert.Equal("1009 1 1", await Execute(
            site,
            "select p.amount_disputed || ' ' || (select count(*) from paygate.disputes) || ' ' || (select count(*) from bank.operations where operation = 'chargeback') from audit.payments p"));
        Assert.Empty(await BooksAudit.Run(site.Database.Audit));
    }

    [Theory]
    [InlineData("after_commit")] // The ruling is stored.
    [InlineData("dispute_ended")] // The payment is about to be told.
    public async Task Ruling_WhenTheProcessIsKilled_BringsTheMoneyBackOnce(string point)
    {
        await using var site = await GatewaySite.Create();
        var path = await Killed(site, point, async client =>
        {
            var paid = await Pay(client);
            var dispute = await client.Post($"/v1/test_helpers/payment_intents/{paid.Id}/dispute", "dispute");
            return $"/v1/test_helpers/disputes/{dispute.Id}/decide";
        }, ("outcome", "won"));

        await using (var gateway = await GatewayProcess.Start(site))
        {
            await Quiet.Await(site.Database, QuietLimit);
            var replayed = await gateway.Client.Post(path, "asked", ("outcome", "won"));

            Assert.Equal(("won", "true"), (replayed.Find("status"), replayed.Replayed));
        }

        Assert.Equal("0 1 1", await Execute(
            site,
            """
            select p.amount_disputed || ' ' || (select count(*) from paygate.balance_transactions where type = 'dispute_reinstated') || ' '
              || (select count(*) from bank.operations where operation = 'chargeback_reversal' and approved)
            from audit.payments p
            """));
        Assert.Empty(await BooksAudit.Run(site.Database.Audit));
    }

    /// <summary>Prepares, arms the crash point, and posts to the path that the preparation gave.</summary>
    private static async Task<string> Killed(
        GatewaySite site, string point, Func<GatewayClient, Task<string>> prepare, params (string Name, string Value)[] form)
    {
        var armed = Path.Combine(site.DataDirectory, "armed");
        await using var gateway = await GatewayProcess.Start(site, ("PAYGATE_FAILPOINT", $"{point}:kill@{armed}"));
        var path = await prepare(gateway.Client);
        await NothingElseCommits(site);
        await File.WriteAllTextAsync(armed, "");
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => gateway.Client.Post(path, "asked", form));
        await gateway.Ended;
        return path;
    }

    /// <summary>What a start and the preparation bring about behind their answers is stored, so that the next commit is the one that is asked for.</summary>
    private static async Task NothingElseCommits(GatewaySite site)
    {
        await Quiet.Await(site.Database, QuietLimit);
        using var deadline = new CancellationTokenSource(QuietLimit);
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (await Execute(site, "select count(*) from paygate.settlement_schedules") is 0L)
        {
            await pause.WaitForNextTickAsync(deadline.Token);
        }
    }

    private static async Task<GatewayAnswer> Pay(GatewayClient client)
    {
        var paid = await client.Post(
            "/v1/payment_intents", "pay", ("amount", "1009"), ("currency", "usd"), ("payment_method", CardParameters.Approving), ("confirm", "true"));
        Assert.Equal("succeeded", paid.Find("status"));
        return paid;
    }

    private static async Task<object?> Execute(GatewaySite site, string sql)
    {
        await using var source = NpgsqlDataSource.Create(site.Database.Owner);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
