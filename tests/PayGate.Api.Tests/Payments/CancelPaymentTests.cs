namespace PayGate.Api.Tests.Payments;

[Collection(GatewayCollection.Name)]
public sealed class CancelPaymentTests(Gateway gateway)
{
    [Theory]
    [InlineData("duplicate")]
    [InlineData("fraudulent")]
    [InlineData("requested_by_customer")]
    [InlineData("abandoned")]
    public async Task Cancel_WhenAReasonIsGiven_KeepsIt(string reason)
    {
        var created = await gateway.Merchant.Create();

        var canceled = await gateway.Merchant.Post($"/v1/payment_intents/{created.Id}/cancel", ("cancellation_reason", reason));

        var now = gateway.Fixture.Clock.GetUtcNow().ToUnixTimeSeconds();
        Assert.Equal(
            $$"""200 {"status":"canceled","cancellation_reason":"{{reason}}","canceled_at":{{now}}}""",
            canceled.Show("status", "cancellation_reason", "canceled_at"));
    }

    [Fact]
    public async Task Cancel_WhenTheReasonIsPayGatesOwn_IsRefused()
    {
        var created = await gateway.Merchant.Create();

        var refused = await gateway.Merchant.Post($"/v1/payment_intents/{created.Id}/cancel", ("cancellation_reason", "expired"));

        Assert.Equal(
            """400 {"error.code":"parameter_invalid_string","error.param":"cancellation_reason"}""", refused.Show("error.code", "error.param"));
    }

    [Fact]
    public async Task Cancel_WhenAuthorized_ReversesTheHoldAtTheBank()
    {
        var authorized = await gateway.Merchant.Pay(("capture_method", "manual"));

        var canceled = await gateway.Merchant.Post($"/v1/payment_intents/{authorized.Id}/cancel");
        await gateway.Fixture.Sweep();

        Assert.Equal(
            """200 {"status":"canceled","cancellation_reason":"requested_by_customer","amount_capturable":0,"amount_received":0}""",
            canceled.Show("status", "cancellation_reason", "amount_capturable", "amount_received"));
        Assert.Equal(["authorize 1999 00", "reverse 1999 00"], await gateway.BankOperations(authorized.Id));
    }

    [Theory]
    [InlineData("confirm", "payment_method=pm_card_visa")]
    [InlineData("capture", "")]
    [InlineData("cancel", "")]
    public async Task AnyStep_WhenCanceled_IsRefused(string step, string parameter)
    {
        var created = await gateway.Merchant.Create();
        await gateway.Merchant.Post($"/v1/payment_intents/{created.Id}/cancel");

        var refused = await gateway.Merchant.Post(
            $"/v1/payment_intents/{created.Id}/{step}",
            [.. parameter.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => (pair.Split('=')[0], pair.Split('=')[1]))]);

        Assert.Equal("""400 {"error.code":"payment_intent_unexpected_state"}""", refused.Show("error.code"));
    }
}
