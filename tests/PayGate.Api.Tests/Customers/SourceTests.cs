using PayGate.Api.Tests.Payments;

namespace PayGate.Api.Tests.Customers;

/// <summary>The older routes for saved cards, on the real database and bank.</summary>
[Collection(GatewayCollection.Name)]
public sealed class SourceTests(Gateway gateway)
{
    [Fact]
    public async Task Create_SavesTheTokensCard_InBothShapesUnderOneId()
    {
        var path = $"/v1/customers/{await Customer()}/sources";

        var created = await gateway.Merchant.PostOnce(path, path, ("source", "tok_mastercard"), ("metadata[a]", "1"));
        var again = await gateway.Merchant.PostOnce(path, path, ("source", "tok_mastercard"), ("metadata[a]", "1"));

        string[] members = ["object", "brand", "last4", "cvc_check", "metadata"];
        const string expected = """200 {"object":"card","brand":"MasterCard","last4":"4444","cvc_check":"pass","metadata":{"a":"1"}}""";
        Assert.Equal(expected, created.Show(members));
        Assert.Equal((true, created.Body.ToJsonString()), (again.Replayed, again.Body.ToJsonString()));
        Assert.Equal(expected, (await gateway.Merchant.Get($"{path}/{created.Id}")).Show(members));
        Assert.Equal([created.Id], await gateway.Merchant.Ids(path));
        Assert.Equal("""200 {"card.last4":"4444"}""", (await gateway.Merchant.Get($"/v1/payment_methods/{created.Id}")).Show("card.last4"));
    }

    [Fact]
    public async Task Create_WhenTheBankDeclines_IsACardErrorAndSavesNothing()
    {
        var path = $"/v1/customers/{await Customer()}/sources";

        var declined = await gateway.Merchant.Post(path, ("source", "tok_chargeDeclined"));

        Assert.Equal("""402 {"error.type":"card_error","error.code":"card_declined"}""", declined.Show("error.type", "error.code"));
        Assert.Empty(await gateway.Merchant.Ids(path));
    }

    [Fact]
    public async Task Update_ChangesNameAndAddress_AndLeavesTheRest()
    {
        var path = $"/v1/customers/{await Customer()}/sources";
        var source = $"{path}/{(await gateway.Merchant.Post(path, ("source", "tok_visa"))).Id}";

        await gateway.Merchant.Post(source, ("name", "Amina B."), ("address_city", "Fes"), ("address_zip", "30000"));
        var updated = await gateway.Merchant.Post(source, ("address_city", ""), ("metadata[a]", "1"));

        string[] members = ["object", "name", "address_city", "address_zip", "metadata"];
        const string expected = """200 {"object":"card","name":"Amina B.","address_city":null,"address_zip":"30000","metadata":{"a":"1"}}""";
        Assert.Equal(expected, updated.Show(members));
        Assert.Equal(expected, (await gateway.Merchant.Get(source)).Show(members));
        Assert.Equal(
            """400 {"error.code":"parameter_unknown","error.param":"exp_year"}""",
            (await gateway.Merchant.Post(source, ("exp_year", "2040"))).Show("error.code", "error.param"));
    }

    [Fact]
    public async Task Delete_DetachesTheCardForGood()
    {
        var path = $"/v1/customers/{await Customer()}/sources";
        var id = (await gateway.Merchant.Post(path, ("source", "tok_visa"))).Id;

        var deleted = await gateway.Merchant.Delete($"{path}/{id}");

        Assert.Equal($$"""200 {"id":"{{id}}","object":"card","deleted":true}""", $"{deleted.Status} {deleted.Body.ToJsonString()}");
        Assert.Empty(await gateway.Merchant.Ids(path));
        Assert.Equal("""404 {"error.code":"resource_missing"}""", (await gateway.Merchant.Delete($"{path}/{id}")).Show("error.code"));
        Assert.Equal("""400 {"error.code":"token_revoked"}""", (await gateway.Merchant.Pay(("payment_method", id))).Show("error.code"));
    }

    [Fact]
    public async Task SourceOfAnotherCustomerOrMerchant_IsResourceMissing()
    {
        var (owner, other) = (await Customer(), await Customer());
        var id = (await gateway.Merchant.Post($"/v1/customers/{owner}/sources", ("source", "tok_visa"))).Id;
        var path = $"/v1/customers/{other}/sources/{id}";

        foreach (var reply in new[]
        {
            await gateway.Merchant.Get(path), await gateway.Merchant.Post(path, ("name", "x")), await gateway.Merchant.Delete(path),
            await gateway.Other.Get($"/v1/customers/{owner}/sources/{id}"), await gateway.Other.Get($"/v1/customers/{owner}/sources"),
            await gateway.Other.Post($"/v1/customers/{owner}/sources", ("source", "tok_visa")),
        })
        {
            Assert.Equal("""404 {"error.code":"resource_missing","error.param":"id"}""", reply.Show("error.code", "error.param"));
        }

        Assert.Equal([id], await gateway.Merchant.Ids($"/v1/customers/{owner}/sources"));
    }

    [Fact]
    public async Task Expand_ShowsTheCustomer()
    {
        var customer = await Customer();
        var id = (await gateway.Merchant.Post($"/v1/customers/{customer}/sources", ("source", "tok_visa"))).Id;

        var shown = await gateway.Merchant.Get($"/v1/customers/{customer}/sources/{id}?expand[]=customer");
        var listed = await gateway.Merchant.Get($"/v1/customers/{customer}/sources?object=card&expand[]=data.customer");

        Assert.Equal($$"""200 {"customer.id":"{{customer}}"}""", shown.Show("customer.id"));
        Assert.Equal($$"""200 {"data.0.customer.id":"{{customer}}"}""", listed.Show("data.0.customer.id"));
    }

    private async Task<string> Customer() => (await gateway.Merchant.Post("/v1/customers")).Id;
}
