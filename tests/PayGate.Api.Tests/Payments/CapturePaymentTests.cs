namespace PayGate.Api.Tests.Payments;

[Collection(GatewayCollection.Name)]
public sealed class CapturePaymentTests(Gateway gateway)
{
    private static readonly string[] Figures = ["status", "amount", "amount_capturable", "amount_received"];

    [Fact]
    public async Task Capture_WhenNoAmountIsGiven_TakesTheWholeAuthorization()
    {
        var authorized = await gateway.Merchant.Pay(("capture_method", "manual"));
        Assert.Equal("""200 {"status":"requires_capture","amount":1999,"amount_capturable":1999,"amount_received":0}""", authorized.Show(Figures));

        var captured = await gateway.Merchant.Post($"/v1/payment_intents/{authorized.Id}/capture");

        Assert.Equal("""200 {"status":"succeeded","amount":1999,"amount_capturable":0,"amount_received":1999}""", captured.Show(Figures));
        Assert.Equal(["authorize 1999 00", "capture 1999 00"], await gateway.BankOperations(authorized.Id));
    }

    [Fact]
    public async Task Capture_WhenPartial_TakesThePartAndReleasesTheRest()
    {
        var authorized = await gateway.Merchant.Pay(("capture_method", "manual"));

        var captured = await gateway.Merchant.Post(
            $"/v1/payment_intents/{authorized.Id}/capture", ("amount_to_capture", "700"), ("expand[]", "latest_charge"));

        Assert.Equal("""200 {"status":"succeeded","amount":1999,"amount_capturable":0,"amount_received":700}""", captured.Show(Figures));
        Assert.Equal(
            """{"amount":1999,"amount_captured":700,"amount_refunded":0,"captured":true}""",
            captured["latest_charge"]!.Show("amount", "amount_captured", "amount_refunded", "captured"));
        Assert.Equal(["authorize 1999 00", "capture 700 00"], await gateway.BankOperations(authorized.Id));
    }

    [Theory]
    [InlineData("2000", "amount_too_large")]
    [InlineData("0", "parameter_invalid_integer")]
    [InlineData("-1", "parameter_invalid_integer")]
    public async Task Capture_WhenTheAmountIsOutOfBounds_IsRefused(string amount, string code)
    {
        var authorized = await gateway.Merchant.Pay(("capture_method", "manual"));

        var refused = await gateway.Merchant.Post($"/v1/payment_intents/{authorized.Id}/capture", ("amount_to_capture", amount));

        Assert.Equal($$"""400 {"error.code":"{{code}}","error.param":"amount_to_capture"}""", refused.Show("error.code", "error.param"));
        Assert.Equal(["authorize 1999 00"], await gateway.BankOperations(authorized.Id));
    }

    [Fact]
    public async Task Capture_WhenRepeated_IsRefusedUnlessTheKeyIsTheSame()
    {
        var authorized = await gateway.Merchant.Pay(("capture_method", "manual"));
        var path = $"/v1/payment_intents/{authorized.Id}/capture";
        var first = await gateway.Merchant.PostOnce($"capture-{authorized.Id}", path, ("amount_to_capture", "700"));

        var replayed = await gateway.Merchant.PostOnce($"capture-{authorized.Id}", path, ("amount_to_capture", "700"));
        var again = await gateway.Merchant.Post(path, ("amount_to_capture", "700"));

        Assert.Equal((false, true), (first.Replayed, replayed.Replayed));
        Assert.Equal((null, first.RequestId), (first.OriginalRequest, replayed.OriginalRequest));
        Assert.NotEqual(first.RequestId, replayed.RequestId);
        Assert.Equal(first.Body.ToJsonString(), replayed.Body.ToJsonString());
        Assert.Equal("""400 {"error.code":"payment_intent_unexpected_state"}""", again.Show("error.code"));
        Assert.Equal(["authorize 1999 00", "capture 700 00"], await gateway.BankOperations(authorized.Id));
    }
}
