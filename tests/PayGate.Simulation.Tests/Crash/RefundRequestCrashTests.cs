using Npgsql;
using PayGate.Simulation.Tests.Support;
using PayGate.Silo.Books.Checks;

namespace PayGate.Simulation.Tests.Crash;

/// <summary>
/// Goal: an approved refund request leads to one refund, wherever the process ends. Method: the gateway is killed at each point between the commit of the decision
/// and that of the outcome; the next one must complete it by itself, and the same key must then give the answer.
/// </summary>
public sealed class RefundRequestCrashTests
{
    private static readonly TimeSpan QuietLimit = TimeSpan.FromSeconds(120);

    [Theory]
    [InlineData("after_commit")] // The decision is stored, and the payment knows nothing of it.
    [InlineData("before_bank")] // The payment has begun the refund.
    [InlineData("after_bank")] // The bank has given the money back.
    [InlineData("before_response")] // The payment has the outcome, and the request has not.
    public async Task Approve_WhenTheProcessIsKilled_MakesOneRefund(string point)
    {
        await using var site = await GatewaySite.Create();
        var armed = Path.Combine(site.DataDirectory, "armed");
        string path;
        await using (var gateway = await GatewayProcess.Start(site, ("PAYGATE_FAILPOINT", $"{point}:kill@{armed}")))
        {
            var client = gateway.Client;
            var customer = await client.Post("/v1/customers", "customer");
            var paid = await client.Post(
                "/v1/payment_intents", "pay",
                ("amount", "1009"), ("currency", "usd"), ("customer", customer.Id), ("payment_method", CardParameters.Approving), ("confirm", "true"));
            var asked = await client.Post(
                "/v1/refund_requests", "ask", ("customer", customer.Id), ("payment_intent", paid.Id), ("amount", "307"), ("reason", "Too small."));
            Assert.Equal("pending", asked.Find("status"));
            path = $"/v1/refund_requests/{asked.Id}/approve";
            await File.WriteAllTextAsync(armed, "");
            await Assert.ThrowsAnyAsync<HttpRequestException>(() => client.Post(path, "approve"));
            await gateway.Ended;
        }

        await using (var gateway = await GatewayProcess.Start(site))
        {
            await Quiet.Await(site.Database, QuietLimit);
            var replayed = await gateway.Client.Post(path, "approve");

            Assert.Equal(("completed", "true"), (replayed.Find("status"), replayed.Replayed));
        }

        Assert.Equal(1L, await Execute(site, "select count(*) from bank.operations where operation = 'refund'"));
        Assert.Equal(307L, await Execute(site, "select amount_refunded from audit.payments"));
        Assert.Empty(await BooksAudit.Run(site.Database.Audit));
    }

    private static async Task<object?> Execute(GatewaySite site, string sql)
    {
        await using var source = NpgsqlDataSource.Create(site.Database.Owner);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
