namespace PayGate.Api.Tests.Payments;

[Collection(GatewayCollection.Name)]
public sealed class AmountTests(Gateway gateway)
{
    [Theory]
    [InlineData("usd", "50")]
    [InlineData("usd", "2500000")]
    [InlineData("eur", "50")]
    [InlineData("eur", "2500000")]
    [InlineData("mad", "500")]
    [InlineData("mad", "25000000")]
    public async Task Create_WhenAtALimit_Succeeds(string currency, string amount)
    {
        var created = await gateway.Merchant.Create(("amount", amount), ("currency", currency));

        Assert.Equal($$"""200 {"amount":{{amount}},"currency":"{{currency}}"}""", created.Show("amount", "currency"));
    }

    [Theory]
    [InlineData("usd", "49", "amount_too_small")]
    [InlineData("usd", "2500001", "amount_too_large")]
    [InlineData("eur", "49", "amount_too_small")]
    [InlineData("eur", "2500001", "amount_too_large")]
    [InlineData("mad", "499", "amount_too_small")]
    [InlineData("mad", "25000001", "amount_too_large")]
    [InlineData("usd", "9223372036854775807", "amount_too_large")]
    public async Task Create_WhenBeyondALimit_IsRefused(string currency, string amount, string code)
    {
        var refused = await gateway.Merchant.Create(("amount", amount), ("currency", currency));

        Assert.Equal(
            $$"""400 {"error.type":"invalid_request_error","error.code":"{{code}}","error.param":"amount"}""",
            refused.Show("error.type", "error.code", "error.param"));
    }

    [Theory]
    [InlineData("USD", "usd")]
    [InlineData("Eur", "eur")]
    [InlineData("mAd", "mad")]
    public async Task Create_WhenCurrencyIsInAnotherCase_StoresItLowerCase(string given, string stored)
    {
        var created = await gateway.Merchant.Create(("currency", given));

        Assert.Equal($$"""200 {"currency":"{{stored}}"}""", created.Show("currency"));
        Assert.Equal($$"""200 {"currency":"{{stored}}"}""", (await gateway.Merchant.Get($"/v1/payment_intents/{created.Id}")).Show("currency"));
    }

    [Theory]
    [InlineData("jpy", "currency_not_supported")]
    [InlineData("kwd", "currency_not_supported")]
    [InlineData("usdx", "currency_invalid")]
    [InlineData(" usd", "currency_invalid")]
    [InlineData("uѕd", "currency_invalid")]
    [InlineData("zzz", "currency_invalid")]
    public async Task Create_WhenCurrencyCannotBeUsed_IsRefused(string currency, string code)
    {
        var refused = await gateway.Merchant.Create(("currency", currency));

        Assert.Equal($$"""400 {"error.code":"{{code}}","error.param":"currency"}""", refused.Show("error.code", "error.param"));
    }
}
