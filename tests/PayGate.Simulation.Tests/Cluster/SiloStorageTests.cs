using Npgsql;
using PayGate.Cli.Postgres;
using PayGate.Simulation.Tests.Support;
using PayGate.Silo.Books.Checks;

namespace PayGate.Simulation.Tests.Cluster;

/// <summary>
/// Goal: a fault of storage that a silo meets is told to the caller as one, although it has to cross from the silo's process to the API's. Method: the silo's way
/// to the database runs through a proxy and is cut; the API's own is not.
/// </summary>
[Collection(Alone.Name)]
public sealed class SiloStorageTests
{
    private static readonly (string, string)[] Payment =
    [
        ("amount", "1009"), ("currency", "usd"), ("confirm", "true"), ("payment_method", CardParameters.Approving),
    ];

    [Fact]
    public async Task Requests_WhileOnlyTheSiloHasLostStorage_AreToldToRetryAndSucceedAfterwards()
    {
        await using var site = await GatewaySite.Create();
        await using var proxy = new DatabaseProxy(new NpgsqlConnectionStringBuilder(site.Database.Silo).Port);
        await using var silo = await GatewayProcess.Start(
            site, GatewayPart.Of("silo,bank"), (ExternalServer.Variable, proxy.Through(site.Database.Silo)));
        await using var api = await GatewayProcess.Start(site, site.Whole with { Roles = "api" });
        var paid = await api.Client.Post("/v1/payment_intents", "paid", Payment);

        proxy.Switch(ProxyMode.Closed);
        var during = await Task.WhenAll(
            api.Client.Post("/v1/payment_intents", "new", Payment),
            api.Client.Post("/v1/refunds", "refund", ("payment_intent", paid.Id)));
        proxy.Switch(ProxyMode.Open);
        var after = await Repeat(() => api.Client.Post("/v1/payment_intents", "new", Payment));

        Assert.All(during, answer => Assert.True(answer.SaysRetry && answer.Find("error", "code") == "storage_unavailable", answer.ToString()));
        Assert.Equal((200, "succeeded"), (after.Status, after.Find("status")));
        Assert.Empty(await api.UnexpectedFaults());
        Assert.Empty(await BooksAudit.Run(site.Database.Audit));
    }

    private static async Task<GatewayAnswer> Repeat(Func<Task<GatewayAnswer>> send)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (true)
        {
            var answer = await send();
            if (!answer.SaysRetry)
            {
                return answer;
            }

            await pause.WaitForNextTickAsync(deadline.Token);
        }
    }
}
