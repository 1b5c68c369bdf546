namespace PayGate.Api.Tests.Payments;

[Collection(GatewayCollection.Name)]
public sealed class ChargeTests(Gateway gateway)
{
    [Fact]
    public async Task Update_ChangesTheChargesWordsAlone()
    {
        var paid = await gateway.Merchant.Pay(("description", "the payment"), ("metadata[a]", "1"));
        var charge = paid["latest_charge"]!.GetValue<string>();

        var updated = await gateway.Merchant.Post($"/v1/charges/{charge}", ("description", "the charge"), ("metadata[b]", "2"), ("receipt_email", "c@example.com"));

        Assert.Equal(
            """200 {"object":"charge","description":"the charge","metadata":{"a":"1","b":"2"},"receipt_email":"c@example.com"}""",
            updated.Show("object", "description", "metadata", "receipt_email"));
        Assert.Equal("""200 {"description":"the payment","metadata":{"a":"1"}}""", (await gateway.Merchant.Get($"/v1/payment_intents/{paid.Id}")).Show("description", "metadata"));
        var events = await gateway.Merchant.Get("/v1/events?type=charge.updated&limit=1");
        Assert.Equal($$"""200 {"data.0.data.object.id":"{{charge}}"}""", events.Show("data.0.data.object.id"));
    }

    [Fact]
    public async Task Capture_ByTheCharge_AnswersWithTheCharge()
    {
        var held = await gateway.Merchant.Pay(("capture_method", "manual"));
        var path = $"/v1/charges/{held["latest_charge"]!.GetValue<string>()}/capture";

        var captured = await gateway.Merchant.PostOnce($"capture-{held.Id}", path, ("amount", "700"));
        var replayed = await gateway.Merchant.PostOnce($"capture-{held.Id}", path, ("amount", "700"));

        Assert.Equal("""200 {"object":"charge","captured":true,"amount_captured":700}""", captured.Show("object", "captured", "amount_captured"));
        Assert.Equal((true, captured.Body.ToJsonString()), (replayed.Replayed, replayed.Body.ToJsonString()));
        Assert.Equal("""200 {"status":"succeeded"}""", (await gateway.Merchant.Get($"/v1/payment_intents/{held.Id}")).Show("status"));
    }

    [Fact]
    public async Task Capture_OfADeclinedOrForeignCharge_IsRefused()
    {
        var declined = await gateway.Merchant.Pay(("capture_method", "manual"), ("payment_method", "pm_card_chargeDeclined"));
        var charge = declined["error.charge"]!.GetValue<string>();
        var held = await gateway.Merchant.Pay(("capture_method", "manual"));

        var refused = await gateway.Merchant.Post($"/v1/charges/{charge}/capture");
        var foreign = await gateway.Other.Post($"/v1/charges/{held["latest_charge"]!.GetValue<string>()}/capture");

        Assert.Equal("""400 {"error.code":"payment_intent_unexpected_state"}""", refused.Show("error.code"));
        Assert.Equal("""404 {"error.code":"resource_missing","error.param":"id"}""", foreign.Show("error.code", "error.param"));
    }
}
