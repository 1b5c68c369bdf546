using PayGate.Api.Tests.Payments;

namespace PayGate.Api.Tests.Search;

[Collection(GatewayCollection.Name)]
public sealed class SearchTests(Gateway gateway)
{
    private readonly string _run = Guid.NewGuid().ToString("N");

    [Fact]
    public async Task Search_OfPayments_FindsByEachField()
    {
        var paid = await gateway.Merchant.Pay(("metadata[run]", _run), ("order_id", "Order " + _run[..8]));
        var open = await gateway.Merchant.Create(("metadata[run]", _run), ("amount", "2500"), ("currency", "eur"));
        await gateway.Other.Pay(("metadata[run]", _run));

        Assert.Equal($"{open.Id} {paid.Id}", await Found($"metadata[\"run\"]:\"{_run}\""));
        Assert.Equal(paid.Id, await Found($"metadata[\"run\"]:\"{_run}\" AND status:\"succeeded\""));
        Assert.Equal(open.Id, await Found($"metadata[\"run\"]:\"{_run}\" AND -status:\"succeeded\""));
        Assert.Equal(open.Id, await Found($"metadata[\"run\"]:\"{_run}\" amount>1999"));
        Assert.Equal(open.Id, await Found($"metadata[\"run\"]:\"{_run}\" currency:\"EUR\""));
        Assert.Equal(paid.Id, await Found($"order_id~\"{_run[..8].ToUpperInvariant()}\""));
        Assert.Equal("", await Found($"metadata[\"run\"]:\"{_run}\" created<1000"));
        Assert.Equal($"{open.Id} {paid.Id}", await Found($"metadata[\"run\"]:\"{_run}\" AND metadata[\"none\"]:null"));
    }

    [Fact]
    public async Task Search_OfCustomers_FindsByEachField_AndNoneThatIsDeleted()
    {
        var amina = await gateway.Merchant.Post(
            "/v1/customers", ("metadata[run]", _run), ("name", "Amina Alaoui"), ("email", $"amina@{_run}.example"), ("phone", "+212 600"));
        var youssef = await gateway.Merchant.Post("/v1/customers", ("metadata[run]", _run), ("name", "Youssef"));
        var gone = await gateway.Merchant.Post("/v1/customers", ("metadata[run]", _run));
        await gateway.Merchant.Delete($"/v1/customers/{gone.Id}");
        await gateway.Other.Post("/v1/customers", ("metadata[run]", _run));

        Assert.Equal($"{youssef.Id} {amina.Id}", await Found($"metadata[\"run\"]:\"{_run}\"", "customers"));
        Assert.Equal(amina.Id, await Found($"email:\"AMINA@{_run}.example\"", "customers"));
        Assert.Equal(amina.Id, await Found($"metadata[\"run\"]:\"{_run}\" AND name~\"ALAO\" AND created>1000", "customers"));
        Assert.Equal(amina.Id, await Found($"metadata[\"run\"]:\"{_run}\" AND phone:\"+212 600\"", "customers"));
        Assert.Equal(youssef.Id, await Found($"metadata[\"run\"]:\"{_run}\" AND email:null", "customers"));
    }

    [Fact]
    public async Task Search_OfCharges_FindsByCardAndOutcome()
    {
        var paid = await gateway.Merchant.Pay(("metadata[run]", _run));
        var declined = await gateway.Merchant.Pay(("metadata[run]", _run), ("payment_method", "pm_card_visa_chargeDeclined"));
        await gateway.Merchant.Post("/v1/refunds", ("payment_intent", paid.Id));
        var (good, bad) = (paid["latest_charge"]!.GetValue<string>(), declined["error.charge"]!.GetValue<string>());

        Assert.Equal(good, await Found($"metadata[\"run\"]:\"{_run}\" AND status:\"succeeded\"", "charges"));
        Assert.Equal(bad, await Found($"metadata[\"run\"]:\"{_run}\" AND status:\"failed\"", "charges"));
        Assert.Equal(good, await Found($"metadata[\"run\"]:\"{_run}\" AND payment_method_details.card.last4:4242", "charges"));
        Assert.Equal(good, await Found($"metadata[\"run\"]:\"{_run}\" AND refunded:true", "charges"));
        Assert.Equal(bad, await Found($"metadata[\"run\"]:\"{_run}\" AND payment_method_details.card.brand:\"Visa\" AND refunded:false", "charges"));
    }

    [Fact]
    public async Task Search_PageByPage_ShowsEachOnceAndCountsAll()
    {
        var ids = new List<string>();
        for (var index = 0; index < 5; index++)
        {
            ids.Insert(0, (await gateway.Merchant.Create(("metadata[run]", _run))).Id);
        }

        var seen = new List<string>();
        string? page = null;
        do
        {
            var reply = await gateway.Merchant.Get(
                $"/v1/payment_intents/search?limit=2&expand[]=total_count&query={Uri.EscapeDataString($"metadata['run']:'{_run}'")}{(page is null ? "" : "&page=" + page)}");
            Assert.Equal("""200 {"object":"search_result","url":"/v1/payment_intents/search","total_count":5}""", reply.Show("object", "url", "total_count"));
            seen.AddRange(reply["data"]!.AsArray().Select(item => item!["id"]!.GetValue<string>()));
            page = reply["next_page"]?.GetValue<string>();
        }
        while (page is not null);

        Assert.Equal(ids, seen);
    }

    [Theory]
    [InlineData("amount~\"100\"")]
    [InlineData("amount:\"x\"")]
    [InlineData("status>\"a\"")]
    [InlineData("status~\"su\"")]
    [InlineData("client_secret:\"x\"")]
    [InlineData("state[\"x\"]:\"x\"")]
    [InlineData("status>null")]
    public async Task Search_OfWhatCannotBeAsked_IsRefused(string query)
    {
        var refused = await gateway.Merchant.Get($"/v1/payment_intents/search?query={Uri.EscapeDataString(query)}");

        Assert.Equal("""400 {"error.code":"parameter_invalid_string","error.param":"query"}""", refused.Show("error.code", "error.param"));
    }

    private async Task<string> Found(string query, string path = "payment_intents")
    {
        var reply = await gateway.Merchant.Get($"/v1/{path}/search?query={Uri.EscapeDataString(query)}");
        Assert.Equal(200, reply.Status);
        return string.Join(' ', reply["data"]!.AsArray().Select(item => item!["id"]!.GetValue<string>()));
    }
}
