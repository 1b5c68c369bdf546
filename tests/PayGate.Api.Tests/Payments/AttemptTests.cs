namespace PayGate.Api.Tests.Payments;

[Collection(GatewayCollection.Name)]
public sealed class AttemptTests(Gateway gateway)
{
    [Fact]
    public async Task Confirm_WhenDeclinedFiveTimes_CancelsThePayment()
    {
        var created = await gateway.Merchant.Create();
        var confirm = $"/v1/payment_intents/{created.Id}/confirm";
        string[] members = ["error.code", "error.attempts_left", "error.payment_intent.status", "error.payment_intent.cancellation_reason"];
        var shown = new List<string>();
        for (var attempt = 0; attempt < 5; attempt++)
        {
            shown.Add((await gateway.Merchant.Post(confirm, ("payment_method", "pm_card_chargeDeclined"))).Show(members));
        }

        var later = await gateway.Merchant.Post(confirm, ("payment_method", "pm_card_visa"));

        Assert.Equal(
            [
                .. new[] { 4, 3, 2, 1 }.Select(left =>
                    $$"""402 {"error.code":"card_declined","error.attempts_left":{{left}},"error.payment_intent.status":"requires_payment_method","error.payment_intent.cancellation_reason":null}"""),
                """402 {"error.code":"card_declined","error.attempts_left":0,"error.payment_intent.status":"canceled","error.payment_intent.cancellation_reason":"automatic"}""",
            ],
            shown);
        Assert.Equal("""400 {"error.type":"invalid_request_error","error.code":"payment_attempts_exceeded"}""", later.Show("error.type", "error.code"));
        Assert.Equal(Enumerable.Repeat("sale 0 05", 5), await gateway.BankOperations(created.Id));
    }

    [Theory]
    [InlineData("4242424242424241", "12", "2034", "123", "incorrect_number", "number")]
    [InlineData("42424242", "12", "2034", "123", "invalid_number", "number")]
    [InlineData("4242424242424242", "13", "2034", "123", "invalid_expiry_month", "exp_month")]
    [InlineData("4242424242424242", "12", "2029", "123", "invalid_expiry_year", "exp_year")]
    [InlineData("4242424242424242", "12", "2034", "12", "invalid_cvc", "cvc")]
    [InlineData("378282246310005", "12", "2034", "123", "invalid_cvc", "cvc")]
    public async Task Confirm_WhenTheCardIsMalformed_DoesNotCountAsAnAttempt(
        string number, string month, string year, string cvc, string code, string member)
    {
        var created = await gateway.Merchant.Create();

        var malformed = await gateway.Merchant.Post($"/v1/payment_intents/{created.Id}/confirm", Card(number, month, year, cvc));
        var declined = await gateway.Merchant.Post($"/v1/payment_intents/{created.Id}/confirm", ("payment_method", "pm_card_chargeDeclined"));

        Assert.Equal(
            $$"""402 {"error.type":"card_error","error.code":"{{code}}","error.param":"payment_method_data[card][{{member}}]"}""",
            malformed.Show("error.type", "error.code", "error.param"));
        Assert.Equal("""402 {"error.attempts_left":4}""", declined.Show("error.attempts_left"));
        Assert.Equal(["sale 0 05"], await gateway.BankOperations(created.Id));
    }

    [Fact]
    public async Task Confirm_WithASecretKeyAndTheClientSecretOfAnotherIntent_IsNotFoundAndNothingReachesTheBank()
    {
        var created = await gateway.Merchant.Create();
        var other = await gateway.Merchant.Create();

        var refused = await gateway.Merchant.Post(
            $"/v1/payment_intents/{created.Id}/confirm", ("client_secret", other.Secret), ("payment_method", "pm_card_visa"));

        Assert.Equal("""404 {"error.code":"resource_missing","error.param":"id"}""", refused.Show("error.code", "error.param"));
        Assert.Empty(await gateway.BankOperations(created.Id));
    }

    [Theory]
    [InlineData("pm_card_chargeDeclinedLostCard", "lost_card", "41")]
    [InlineData("pm_card_chargeDeclinedStolenCard", "stolen_card", "43")]
    [InlineData("pm_card_chargeDeclinedFraudulent", "fraudulent", "59")]
    public async Task Confirm_WhenTheDeclineWouldHelpAThief_IsGenericToTheBrowserAndExactToTheMerchant(string method, string reason, string networkCode)
    {
        var created = await gateway.Merchant.Create(("metadata[margin]", "private"));

        var seen = await gateway.Browser.Post(
            $"/v1/payment_intents/{created.Id}/confirm", ("client_secret", created.Secret), ("payment_method", method));
        var seenLater = await gateway.Browser.Get($"/v1/payment_intents/{created.Id}?client_secret={created.Secret}");
        var exact = await gateway.Merchant.Get($"/v1/payment_intents/{created.Id}?expand[]=latest_charge");

        Assert.Equal(
            """402 {"error.code":"card_declined","error.decline_code":"generic_decline","error.message":"Your card was declined.","error.attempts_left":4}""",
            seen.Show("error.code", "error.decline_code", "error.message", "error.attempts_left"));
        foreach (var trace in new[] { seen, seenLater })
        {
            Assert.DoesNotContain(reason, trace.Body.ToJsonString(), StringComparison.Ordinal);
            Assert.DoesNotContain($"\"{networkCode}\"", trace.Body.ToJsonString(), StringComparison.Ordinal);
            Assert.DoesNotContain("private", trace.Body.ToJsonString(), StringComparison.Ordinal);
        }

        Assert.Equal(
            $$"""200 {"last_payment_error.decline_code":"{{reason}}","last_payment_error.network_decline_code":"{{networkCode}}","latest_charge.outcome.reason":"{{reason}}","metadata.margin":"private"}""",
            exact.Show("last_payment_error.decline_code", "last_payment_error.network_decline_code", "latest_charge.outcome.reason", "metadata.margin"));
    }

    private static (string Name, string Value)[] Card(string number, string month, string year, string cvc) =>
    [
        ("payment_method_data[type]", "card"),
        ("payment_method_data[card][number]", number),
        ("payment_method_data[card][exp_month]", month),
        ("payment_method_data[card][exp_year]", year),
        ("payment_method_data[card][cvc]", cvc),
    ];
}
