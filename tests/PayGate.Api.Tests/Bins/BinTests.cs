using System.Net;
using System.Net.Http.Headers;
using PayGate.Api.Tests.Payments;

namespace PayGate.Api.Tests.Bins;

/// <summary>All import into the one table of the gateway, so each names the lines that it needs; no other test's cards are of these BINs.</summary>
[Collection(GatewayCollection.Name)]
public sealed class BinTests(Gateway gateway)
{
    private const string Imported = "417500,417509,visa,debit,gold,\"Atlas Bank, Casablanca\",MA";

    [Fact]
    public async Task Retrieve_WhenShipped_ShowsAllMembers()
    {
        var bin = await gateway.Merchant.Get("/v1/bins/414720");

        Assert.Equal(200, bin.Status);
        Assert.Equal(
            """{"bin":"414720","object":"bin","brand":"visa","category":"signature","country":"US","issuer":"Chase","type":"credit"}""",
            bin.Body.ToJsonString());
    }

    [Fact]
    public async Task Retrieve_WhenOnlyTheBrandIsKnown_SaysUnknownAndNull()
    {
        var bin = await gateway.Merchant.Get("/v1/bins/8171999");

        Assert.Equal(
            """200 {"bin":"8171999","brand":"unionpay","category":null,"country":null,"issuer":null,"type":"unknown"}""",
            bin.Show("bin", "brand", "category", "country", "issuer", "type"));
    }

    [Fact]
    public async Task Retrieve_AfterAnImport_ShowsItBeforeWhatIsShipped_UntilTheNext()
    {
        const string Members = "type,issuer,country";
        await gateway.Fixture.ImportBins(Imported, "41750055,,visa,prepaid,,Atlas Gifts,", "414720,,visa,debit,,Another,CA");

        Assert.Equal("""200 {"type":"debit","issuer":"Atlas Bank, Casablanca","country":"MA"}""", await Show("417500", Members));
        Assert.Equal("""200 {"type":"prepaid","issuer":"Atlas Gifts","country":null}""", await Show("41750055", Members));
        Assert.Equal("""200 {"type":"debit","issuer":"Atlas Bank, Casablanca","country":"MA"}""", await Show("41750056", Members));
        Assert.Equal("""200 {"type":"debit","issuer":"Another","country":"CA"}""", await Show("414720", Members));

        await gateway.Fixture.ImportBins();

        Assert.Equal("""200 {"type":"unknown","issuer":null,"country":null}""", await Show("417500", Members));
        Assert.Equal("""200 {"type":"credit","issuer":"Chase","country":"US"}""", await Show("414720", Members));
    }

    /// <summary>A card is what was known when it was saved: what is imported later holds for cards that come later.</summary>
    [Fact]
    public async Task Card_KeepsWhatWasKnownWhenItWasSaved()
    {
        await gateway.Fixture.ImportBins(Imported);
        var saved = await gateway.Merchant.Method("4175001234567898");
        var customer = (await gateway.Merchant.Post("/v1/customers")).Id;
        await gateway.Merchant.Post($"/v1/payment_methods/{saved}/attach", ("customer", customer));
        await gateway.Fixture.ImportBins("417500,,visa,credit,,,FR");
        var later = await gateway.Merchant.Method("4175001234567898");

        Assert.Equal("""200 {"card.funding":"debit","card.country":"MA"}""", await ShowCard(saved));
        Assert.Equal("""200 {"card.funding":"credit","card.country":"FR"}""", await ShowCard(later));
        var paid = await gateway.Merchant.Pay(("payment_method", saved), ("customer", customer), ("expand[]", "latest_charge"));
        Assert.Equal(
            """200 {"latest_charge.payment_method_details.card.funding":"debit","latest_charge.payment_method_details.card.country":"MA"}""",
            paid.Show("latest_charge.payment_method_details.card.funding", "latest_charge.payment_method_details.card.country"));
    }

    [Fact]
    public async Task Card_OfNoKnownIssuer_SaysUnknown_AndATestCardKeepsItsOwn()
    {
        await gateway.Fixture.ImportBins("42424242,,visa,prepaid,,,FR");

        Assert.Equal("""200 {"card.funding":"unknown","card.country":null}""", await ShowCard(await gateway.Merchant.Method("4175001234567898")));
        Assert.Equal("""200 {"card.funding":"credit","card.country":"US"}""", await ShowCard(await gateway.Merchant.Method("4242424242424242")));
        Assert.Equal("""200 {"card.funding":"prepaid","card.country":"FR"}""", await ShowCard(await gateway.Merchant.Method("4242424242424259")));
        await gateway.Fixture.ImportBins();
    }

    [Fact]
    public async Task Retrieve_WithAPublishableKey_FromAnyPage_IsAnswered()
    {
        var bin = await gateway.CallerWith(gateway.Fixture.Demo.PublishableKey).Get("/v1/bins/424242");

        Assert.Equal("""200 {"brand":"visa"}""", bin.Show("brand"));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/bins/424242");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", gateway.Fixture.Demo.PublishableKey);
        request.Headers.Add("Origin", "https://shop.example");
        using var response = await gateway.Fixture.Client.SendAsync(request);
        Assert.Equal((HttpStatusCode.OK, "*"), (response.StatusCode, Assert.Single(response.Headers.GetValues("Access-Control-Allow-Origin"))));
    }

    [Fact]
    public async Task Retrieve_WithoutAKey_Is401() => Assert.Equal(401, (await gateway.Browser.Get("/v1/bins/424242")).Status);

    [Theory]
    [InlineData("4242424242424242")]
    [InlineData("424242424")]
    [InlineData("4242%204242%204242%204242")]
    [InlineData("4242-4242-4242-4241")]
    [InlineData("%D9%A4%D9%A2%D9%A4%D9%A2%D9%A4%D9%A2%D9%A4%D9%A2%D9%A4%D9%A2")]
    public async Task Retrieve_WithMoreDigitsThanABin_RefusesAndRepeatsNone(string digits)
    {
        var refused = await gateway.Merchant.Get($"/v1/bins/{digits}");

        Assert.Equal("""400 {"error.code":"sensitive_data_in_field","error.param":"bin"}""", refused.Show("error.code", "error.param"));
        Assert.DoesNotContain("4242", refused.Body.ToJsonString(), StringComparison.Ordinal);
    }

    private async Task<string> Show(string bin, string members) => (await gateway.Merchant.Get($"/v1/bins/{bin}")).Show(members.Split(','));

    private async Task<string> ShowCard(string method) => (await gateway.Merchant.Get($"/v1/payment_methods/{method}")).Show("card.funding", "card.country");
}
