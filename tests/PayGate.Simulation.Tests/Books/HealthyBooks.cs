using PayGate.Simulation.Tests.Support;

namespace PayGate.Simulation.Tests.Books;

/// <summary>A database with every kind of movement in it, made by the real program, which has ended.</summary>
public sealed class HealthyBooks : IAsyncLifetime
{
    private int _key;

    internal GatewaySite Site { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Site = await GatewaySite.Create();
        await using var gateway = await GatewayProcess.Start(Site);
        var client = gateway.Client;

        await Confirm(client, await Create(client, 1009, "usd"), CardParameters.Typed());
        await Confirm(client, await Create(client, 1013, "usd"), ("payment_method", CardParameters.Declining));
        await Create(client, 1019, "eur");

        var refunded = await Create(client, 1021, "eur", manual: true);
        await Confirm(client, refunded, ("payment_method", CardParameters.Approving));
        await Post(client, $"/v1/payment_intents/{refunded}/capture", ("amount_to_capture", "900"));
        await Post(client, "/v1/refunds", ("payment_intent", refunded), ("amount", "300"));
        await Post(client, "/v1/refunds", ("payment_intent", refunded), ("amount", "200"));

        var canceled = await Create(client, 1031, "usd", manual: true);
        await Confirm(client, canceled, ("payment_method", CardParameters.Approving));
        await Post(client, $"/v1/payment_intents/{canceled}/cancel");

        var disputed = await Create(client, 1033, "usd");
        await Confirm(client, disputed, ("payment_method", CardParameters.Approving));
        var dispute = await Post(client, $"/v1/test_helpers/payment_intents/{disputed}/dispute", ("amount", "700"));
        await Post(client, $"/v1/test_helpers/disputes/{dispute.Id}/decide", ("outcome", "won"));

        // Settled, paid out by the schedule, and arrived, whatever day of the week it is.
        await Post(client, "/v1/test_helpers/clock/advance", ("seconds", "864000"));
        await Quiet.Await(Site.Database, TimeSpan.FromSeconds(60));
    }

    public async Task DisposeAsync() => await Site.DisposeAsync();

    private async Task<string> Create(GatewayClient client, int amount, string currency, bool manual = false)
    {
        var created = await Post(
            client, "/v1/payment_intents", ("amount", $"{amount}"), ("currency", currency), ("capture_method", manual ? "manual" : "automatic"));
        Assert.Equal(200, created.Status);
        return created.Id;
    }

    private async Task Confirm(GatewayClient client, string id, params (string Name, string Value)[] method)
    {
        var confirmed = await Post(client, $"/v1/payment_intents/{id}/confirm", method);
        Assert.True(confirmed.Status is 200 or 402, confirmed.ToString());
    }

    private Task<GatewayAnswer> Post(GatewayClient client, string path, params (string Name, string Value)[] form) =>
        client.Post(path, $"healthy-{++_key}", form);
}
