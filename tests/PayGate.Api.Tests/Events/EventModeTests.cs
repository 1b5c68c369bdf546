using PayGate.Api.Tests.Payments;

namespace PayGate.Api.Tests.Events;

/// <summary>Events are of one mode: neither mode's keys see the other's.</summary>
[Collection(GatewayCollection.Name)]
public sealed class EventModeTests(Gateway gateway)
{
    [Fact]
    public async Task Events_AreShownToKeysOfTheirOwnModeOnly()
    {
        var keys = await gateway.Fixture.OpenMerchant("Two Modes", Currency.Mad);
        var (test, live) = (gateway.CallerWith(keys.SecretKey), gateway.CallerWith(await gateway.Fixture.NewLiveKey(keys.MerchantId)));
        await test.Post("/v1/customers");
        var testEvent = (await test.Ids("/v1/events")).Single();
        Assert.Empty(await live.Ids("/v1/events"));

        await live.Post("/v1/customers");
        var liveEvent = Assert.Single(await live.Ids("/v1/events"));

        Assert.Equal([testEvent], await test.Ids("/v1/events"));
        Assert.Equal("""200 {"total_count":1}""", (await live.Get("/v1/events?include[]=total_count")).Show("total_count"));
        foreach (var (caller, own, others) in new[] { (test, testEvent, liveEvent), (live, liveEvent, testEvent) })
        {
            Assert.Equal(200, (await caller.Get($"/v1/events/{own}")).Status);
            Assert.Equal("""404 {"error.code":"resource_missing"}""", (await caller.Get($"/v1/events/{others}")).Show("error.code"));
            Assert.Equal("""404 {"error.code":"resource_missing"}""", (await caller.Get($"/v1/events?starting_after={others}")).Show("error.code"));
        }
    }
}
