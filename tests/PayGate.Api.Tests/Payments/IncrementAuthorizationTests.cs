namespace PayGate.Api.Tests.Payments;

[Collection(GatewayCollection.Name)]
public sealed class IncrementAuthorizationTests(Gateway gateway)
{
    [Fact]
    public async Task Increment_OfAHeldPayment_RaisesItAtTheBankAndCanBeCapturedWhole()
    {
        var held = await gateway.Merchant.Pay(("capture_method", "manual"));

        var raised = await gateway.Merchant.Post(
            $"/v1/payment_intents/{held.Id}/increment_authorization", ("amount", "2999"), ("description", "one more night"));
        var captured = await gateway.Merchant.Post($"/v1/payment_intents/{held.Id}/capture");

        Assert.Equal(
            """200 {"status":"requires_capture","amount":2999,"amount_capturable":2999,"description":"one more night"}""",
            raised.Show("status", "amount", "amount_capturable", "description"));
        Assert.Equal("""200 {"status":"succeeded","amount_received":2999}""", captured.Show("status", "amount_received"));
        Assert.Equal(["authorize 1999 00", "increment 1000 00", "capture 2999 00"], await gateway.BankOperations(held.Id));
        var events = await gateway.Merchant.Get("/v1/events?type=payment_intent.amount_capturable_updated&limit=1");
        Assert.Equal($$"""200 {"data.0.data.object.id":"{{held.Id}}","data.0.data.object.amount_capturable":2999}""", events.Show("data.0.data.object.id", "data.0.data.object.amount_capturable"));
    }

    [Theory]
    [InlineData("1999", "amount_too_small")]
    [InlineData("2500001", "amount_too_large")]
    public async Task Increment_ThatIsNoneOrTooHigh_IsRefused(string amount, string code)
    {
        var held = await gateway.Merchant.Pay(("capture_method", "manual"));

        var refused = await gateway.Merchant.Post($"/v1/payment_intents/{held.Id}/increment_authorization", ("amount", amount));

        Assert.Equal($$"""400 {"error.code":"{{code}}","error.param":"amount"}""", refused.Show("error.code", "error.param"));
        Assert.Equal(["authorize 1999 00"], await gateway.BankOperations(held.Id));
    }

    [Fact]
    public async Task Increment_OfWhatIsNotHeld_IsRefused()
    {
        var paid = await gateway.Merchant.Pay();

        var refused = await gateway.Merchant.Post($"/v1/payment_intents/{paid.Id}/increment_authorization", ("amount", "2999"));

        Assert.Equal("""400 {"error.code":"payment_intent_unexpected_state"}""", refused.Show("error.code"));
    }
}
