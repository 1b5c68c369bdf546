using System.Globalization;
using PayGate.Api.Tests.Payments;

namespace PayGate.Api.Tests.ExchangeRates;

/// <summary>The rates as the API shows them; the gateway's are the built-in ones.</summary>
[Collection(GatewayCollection.Name)]
public sealed class ExchangeRateTests(Gateway gateway)
{
    [Theory]
    [InlineData("usd", """{"id":"usd","object":"exchange_rate","source":"built-in"}""", "eur 0.9090909, mad 10")]
    [InlineData("EUR", """{"id":"eur","object":"exchange_rate","source":"built-in"}""", "mad 11, usd 1.1")]
    [InlineData("mad", """{"id":"mad","object":"exchange_rate","source":null}""", "eur 0.09090909, usd 0.1")]
    public async Task Retrieve_ShowsTheRatesAgainstAllOthers(string currency, string members, string rates)
    {
        var shown = await gateway.Merchant.Get($"/v1/exchange_rates/{currency}");

        Assert.Equal($"200 {members}", shown.Show("id", "object", "source"));
        Assert.Equal(currency == "mad", shown["as_of"] is null);
        Assert.Equal(rates, string.Join(", ", shown["rates"]!.AsObject().Select(rate =>
            string.Create(CultureInfo.InvariantCulture, $"{rate.Key} {rate.Value!.GetValue<decimal>().ToString("0.########", CultureInfo.InvariantCulture)}"))));
    }

    [Fact]
    public async Task List_PagesByCurrency()
    {
        Assert.Equal(["eur", "mad", "usd"], await gateway.Merchant.Ids("/v1/exchange_rates"));
        Assert.Equal(["mad"], await gateway.Merchant.Ids("/v1/exchange_rates?limit=1&starting_after=eur"));
        Assert.Equal(["eur", "mad"], await gateway.Merchant.Ids("/v1/exchange_rates?ending_before=usd"));
        Assert.Equal(["mad"], await gateway.Merchant.Ids("/v1/exchange_rates?limit=1&ending_before=usd"));
        Assert.Equal("""200 {"object":"list","url":"/v1/exchange_rates","has_more":true}""", (await gateway.Merchant.Get("/v1/exchange_rates?limit=2")).Show("object", "url", "has_more"));
    }

    [Theory]
    [InlineData("/v1/exchange_rates/gbp", 404, "resource_missing", "currency")]
    [InlineData("/v1/exchange_rates/4242424242424242", 404, "resource_missing", "currency")]
    [InlineData("/v1/exchange_rates?starting_after=gbp", 404, "resource_missing", "starting_after")]
    [InlineData("/v1/exchange_rates?ending_before=xxx", 404, "resource_missing", "ending_before")]
    [InlineData("/v1/exchange_rates?limit=101", 400, "parameter_invalid_integer", "limit")]
    [InlineData("/v1/exchange_rates?created=1", 400, "parameter_unknown", "created")]
    public async Task WhatIsNotThere_IsRefused(string path, int status, string code, string param) => Assert.Equal(
        $$"""{{status}} {"error.code":"{{code}}","error.param":"{{param}}"}""", (await gateway.Merchant.Get(path)).Show("error.code", "error.param"));
}
