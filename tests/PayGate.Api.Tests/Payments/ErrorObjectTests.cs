namespace PayGate.Api.Tests.Payments;

/// <summary>What errors say about the payment and the card that they are about.</summary>
[Collection(GatewayCollection.Name)]
public sealed class ErrorObjectTests(Gateway gateway)
{
    [Fact]
    public async Task StateRefusal_ShowsThePaymentAsItIs_ToItsMerchant()
    {
        var paid = await gateway.Merchant.Pay(("metadata[order]", "17"));
        foreach (var path in new[] { "/confirm", "/capture", "/cancel" })
        {
            var refused = await gateway.Merchant.Post($"/v1/payment_intents/{paid.Id}{path}");

            Assert.Equal(400, refused.Status);
            Assert.Equal(
                $$"""{"code":"payment_intent_unexpected_state","payment_intent.id":"{{paid.Id}}","payment_intent.status":"succeeded","payment_intent.metadata.order":"17"}""",
                refused["error"]!.Show("code", "payment_intent.id", "payment_intent.status", "payment_intent.metadata.order"));
            Assert.Equal(paid.Secret, refused["error.payment_intent.client_secret"]!.GetValue<string>());
        }
    }

    [Fact]
    public async Task StateRefusal_ToABrowser_HidesWhatOnlyTheMerchantMayKnow()
    {
        var paid = await gateway.Merchant.Pay(("metadata[order]", "17"));

        var refused = await gateway.Browser.Post($"/v1/payment_intents/{paid.Id}/confirm", ("client_secret", paid.Secret));

        Assert.Equal(
            """{"code":"payment_intent_unexpected_state","payment_intent.status":"succeeded","payment_intent.metadata":{}}""",
            refused["error"]!.Show("code", "payment_intent.status", "payment_intent.metadata"));
    }

    [Fact]
    public async Task RefundOfAnUnpaidPayment_ShowsThePayment()
    {
        var created = await gateway.Merchant.Create();

        var refused = await gateway.Merchant.Post("/v1/refunds", ("payment_intent", created.Id));

        Assert.Equal(
            $$"""400 {"error.code":"payment_intent_unexpected_state","error.payment_intent.id":"{{created.Id}}"}""",
            refused.Show("error.code", "error.payment_intent.id"));
    }

    [Fact]
    public async Task Decline_ShowsThePaymentMethod_InTheErrorAndInTheIntent()
    {
        var declined = await gateway.Merchant.Pay(("payment_method", "pm_card_visa_chargeDeclinedInsufficientFunds"));
        var shown = declined["error.payment_method"]!;

        Assert.Equal(
            """{"id":"pm_card_visa_chargeDeclinedInsufficientFunds","object":"payment_method","type":"card","card.brand":"visa","card.last4":"9995"}""",
            shown.Show("id", "object", "type", "card.brand", "card.last4"));
        Assert.Equal(shown.ToJsonString(), declined["error.payment_intent.last_payment_error.payment_method"]!.ToJsonString());
    }

    [Fact]
    public async Task DeclineOfATypedCard_ToABrowser_ShowsItsNewMethodWithoutTheFingerprint()
    {
        var created = await gateway.Merchant.Create();

        var declined = await gateway.Browser.Post(
            $"/v1/payment_intents/{created.Id}/confirm",
            ("client_secret", created.Secret), ("payment_method_data[type]", "card"), ("payment_method_data[card][number]", "4000000000000002"),
            ("payment_method_data[card][exp_month]", "12"), ("payment_method_data[card][exp_year]", "34"));
        var toMerchant = await gateway.Merchant.Get($"/v1/payment_intents/{created.Id}");

        Assert.Equal(402, declined.Status);
        Assert.StartsWith("pm_", declined["error.payment_method.id"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Null(declined["error.payment_method.card.fingerprint"]);
        Assert.NotNull(toMerchant["last_payment_error.payment_method.card.fingerprint"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/confirm")]
    [InlineData("/capture")]
    [InlineData("/cancel")]
    public async Task UnknownIntent_NamesTheId(string path)
    {
        var unknown = "/v1/payment_intents/pi_unknown" + path;
        var answer = path.Length == 0 ? await gateway.Merchant.Get(unknown) : await gateway.Merchant.Post(unknown);

        Assert.Equal("""404 {"error.code":"resource_missing","error.param":"id"}""", answer.Show("error.code", "error.param"));
    }

    [Fact]
    public async Task Event_HasTheVersionOfTheAnswers()
    {
        var created = await gateway.Merchant.Create();
        var events = await gateway.Merchant.Get("/v1/events?limit=1&type=payment_intent.created");

        Assert.Equal(created.Id, events["data.0.data.object.id"]!.GetValue<string>());
        Assert.Equal(PayGate.Wire.V1.ApiVersion.Current, events["data.0.api_version"]!.GetValue<string>());
    }

    [Fact]
    public async Task List_WithTheCountAskedFor_CountsAllThatTheFiltersLeave()
    {
        var paid = await gateway.Merchant.Pay();
        await gateway.Merchant.Post("/v1/refunds", ("payment_intent", paid.Id), ("amount", "100"));
        var last = await gateway.Merchant.Post("/v1/refunds", ("payment_intent", paid.Id), ("amount", "200"));

        var refunds = await gateway.Merchant.Get($"/v1/refunds?payment_intent={paid.Id}&limit=1&include[]=total_count&starting_after={last.Id}");
        var events = await gateway.Merchant.Get($"/v1/events?limit=1&include[]=total_count");
        var plain = await gateway.Merchant.Get($"/v1/refunds?payment_intent={paid.Id}");

        Assert.Equal("""200 {"has_more":false,"total_count":2,"data.0.amount":100}""", refunds.Show("has_more", "total_count", "data.0.amount"));
        Assert.True(events["total_count"]!.GetValue<long>() > 6);
        Assert.False(plain.Body.AsObject().ContainsKey("total_count"));
    }
}
