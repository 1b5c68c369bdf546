using PayGate.Simulation.Tests.Support;

namespace PayGate.Simulation.Tests.Idempotency;

/// <summary>Two merchants of one gateway. The second is opened as the first was: by a start that finds no keys of a demo merchant.</summary>
public sealed class MerchantScopeTests
{
    [Fact]
    public async Task Key_OfAnotherMerchant_IsAnotherKey()
    {
        await using var site = await GatewaySite.Create();
        string first;
        await using (await GatewayProcess.Start(site))
        {
            first = GatewayProcess.DemoKey(site, "secret_key");
        }

        File.Delete(Path.Combine(site.DataDirectory, "demo-keys.json"));
        await using var gateway = await GatewayProcess.Start(site);
        using var other = new GatewayClient(site.Address, first);

        var mine = await Create(gateway.Client, 1009);
        var theirs = await Create(other, 1013);
        var mineAgain = await Create(gateway.Client, 1009);

        Assert.Equal((200, null), (mine.Status, mine.Replayed));
        Assert.Equal((200, null), (theirs.Status, theirs.Replayed));
        Assert.NotEqual(mine.Id, theirs.Id);
        Assert.Equal((mine.Id, "true"), (mineAgain.Id, mineAgain.Replayed));
        Assert.Equal(404, (await other.Get($"/v1/payment_intents/{mine.Id}")).Status);
    }

    private static Task<GatewayAnswer> Create(GatewayClient client, int amount) =>
        client.Post("/v1/payment_intents", "order-1", ("amount", $"{amount}"), ("currency", "usd"));
}
