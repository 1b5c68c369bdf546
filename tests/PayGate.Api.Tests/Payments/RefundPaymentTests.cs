namespace PayGate.Api.Tests.Payments;

[Collection(GatewayCollection.Name)]
public sealed class RefundPaymentTests(Gateway gateway)
{
    [Fact]
    public async Task Refund_WhenRepeatedInParts_EndsAtTheCapturedAmount()
    {
        var authorized = await gateway.Merchant.Pay(("capture_method", "manual"));
        var paid = await gateway.Merchant.Post($"/v1/payment_intents/{authorized.Id}/capture", ("amount_to_capture", "1000"));

        var first = await gateway.Merchant.Post("/v1/refunds", ("payment_intent", paid.Id), ("amount", "600"), ("reason", "duplicate"));
        var tooMuch = await gateway.Merchant.Post("/v1/refunds", ("payment_intent", paid.Id), ("amount", "401"));
        var rest = await gateway.Merchant.Post("/v1/refunds", ("payment_intent", paid.Id));
        var nothingLeft = await gateway.Merchant.Post("/v1/refunds", ("payment_intent", paid.Id));

        Assert.Equal("""200 {"status":"succeeded","amount":600,"reason":"duplicate"}""", first.Show("status", "amount", "reason"));
        Assert.Equal("""400 {"error.code":"amount_too_large","error.param":"amount"}""", tooMuch.Show("error.code", "error.param"));
        Assert.Equal("""200 {"status":"succeeded","amount":400,"reason":null}""", rest.Show("status", "amount", "reason"));
        Assert.Equal("""400 {"error.code":"charge_already_refunded"}""", nothingLeft.Show("error.code"));
        Assert.Equal(
            ["authorize 1999 00", "capture 1000 00", "refund 600 00", "refund 400 00"], await gateway.BankOperations(paid.Id));
    }

    [Fact]
    public async Task Refund_WhenNothingWasCaptured_IsRefused()
    {
        var authorized = await gateway.Merchant.Pay(("capture_method", "manual"));

        var refused = await gateway.Merchant.Post("/v1/refunds", ("payment_intent", authorized.Id));

        Assert.Equal("""400 {"error.code":"payment_intent_unexpected_state"}""", refused.Show("error.code"));
    }

    [Fact]
    public async Task Refund_WhenTheChargeIsNotTheOneThatWasPaid_IsRefused()
    {
        var declined = await gateway.Merchant.Pay(("payment_method", "pm_card_chargeDeclined"));
        var id = declined["error.payment_intent.id"]!.GetValue<string>();
        var failedCharge = declined["error.charge"]!.GetValue<string>();
        await gateway.Merchant.Post($"/v1/payment_intents/{id}/confirm", ("payment_method", "pm_card_visa"));

        var refused = await gateway.Merchant.Post("/v1/refunds", ("charge", failedCharge));

        Assert.Equal("""400 {"error.code":"payment_intent_unexpected_state","error.param":"charge"}""", refused.Show("error.code", "error.param"));
        Assert.Equal(["sale 0 05", "sale 1999 00"], await gateway.BankOperations(id));
    }

    [Fact]
    public async Task Refund_WhenItsMetadataNamesAClientSecret_CompletesNone()
    {
        var victim = await gateway.Other.Create();
        var paid = await gateway.Merchant.Pay();
        var bait = $"{victim.Id}_secret_";

        var refund = await gateway.Merchant.Post("/v1/refunds", ("payment_intent", paid.Id), ("metadata[client_secret]", bait));

        Assert.Equal(bait, refund["metadata.client_secret"]!.GetValue<string>());
    }
}
