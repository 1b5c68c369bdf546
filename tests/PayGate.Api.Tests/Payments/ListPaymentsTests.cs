using System.Text.Json.Nodes;

namespace PayGate.Api.Tests.Payments;

[Collection(GatewayCollection.Name)]
public sealed class ListPaymentsTests(Gateway gateway)
{
    [Fact]
    public async Task List_WhenFilteredByCreation_KeepsExactlyTheSecondsAskedFor()
    {
        var (merchant, ids, seconds) = await ThreeSecondsApart();
        var middle = seconds[1];

        Assert.Equal([ids[2]], await Ids(merchant, $"created[gt]={middle}"));
        Assert.Equal([ids[2], ids[1]], await Ids(merchant, $"created[gte]={middle}"));
        Assert.Equal([ids[0]], await Ids(merchant, $"created[lt]={middle}"));
        Assert.Equal([ids[1], ids[0]], await Ids(merchant, $"created[lte]={middle}"));
        Assert.Equal([ids[1]], await Ids(merchant, $"created={middle}"));
        Assert.Equal([ids[1]], await Ids(merchant, $"created[gt]={seconds[0]}&created[lt]={seconds[2]}"));
    }

    [Fact]
    public async Task List_WhenPaged_ContinuesAtTheCursorInBothDirections()
    {
        var (merchant, ids, _) = await ThreeSecondsApart();

        var first = await merchant.Get("/v1/payment_intents?limit=2");
        var last = await merchant.Get($"/v1/payment_intents?limit=2&starting_after={ids[1]}");
        var back = await merchant.Get($"/v1/payment_intents?limit=1&ending_before={ids[0]}");

        Assert.Equal((true, ids[2], ids[1]), (HasMore(first), first["data.0.id"]!.GetValue<string>(), first["data.1.id"]!.GetValue<string>()));
        Assert.Equal($$"""200 {"object":"list","url":"/v1/payment_intents","has_more":false}""", last.Show("object", "url", "has_more"));
        Assert.Equal([ids[0]], IdsIn(last));
        Assert.Equal([ids[1]], IdsIn(back));
        Assert.True(HasMore(back));
    }

    [Theory]
    [InlineData("starting_after=pi_unknown", 404, "resource_missing", "starting_after")]
    [InlineData("ending_before=pi_unknown", 404, "resource_missing", "ending_before")]
    [InlineData("starting_after=ch_2Ab3Cd4Ef5Gh6Ij7Kl8Mn9Op1", 404, "resource_missing", "starting_after")]
    [InlineData("limit=0", 400, "parameter_invalid_integer", "limit")]
    [InlineData("limit=101", 400, "parameter_invalid_integer", "limit")]
    [InlineData("limit=ten", 400, "parameter_invalid_integer", "limit")]
    [InlineData("starting_after=pi_1&ending_before=pi_2", 400, "parameters_exclusive", "ending_before")]
    [InlineData("created[gte]=yesterday", 400, "parameter_invalid_integer", "created[gte]")]
    [InlineData("created[after]=1", 400, "parameter_unknown", "created[after]")]
    [InlineData("colour=red", 400, "parameter_unknown", "colour")]
    public async Task List_WhenTheQueryIsBad_IsRefused(string query, int status, string code, string param)
    {
        var refused = await gateway.Merchant.Get($"/v1/payment_intents?{query}");

        Assert.Equal($$"""{{status}} {"error.code":"{{code}}","error.param":"{{param}}"}""", refused.Show("error.code", "error.param"));
    }

    [Fact]
    public async Task List_WhenItShowsAnObject_ShowsTheSameAsRetrieving()
    {
        var paid = await gateway.Merchant.Pay();
        var refund = await gateway.Merchant.Post("/v1/refunds", ("payment_intent", paid.Id), ("amount", "100"));
        var charge = paid["latest_charge"]!.GetValue<string>();
        foreach (var (list, one) in new[]
        {
            ($"/v1/payment_intents?created={paid["created"]}", $"/v1/payment_intents/{paid.Id}"),
            ($"/v1/charges?payment_intent={paid.Id}", $"/v1/charges/{charge}"),
            ($"/v1/refunds?payment_intent={paid.Id}", $"/v1/refunds/{refund.Id}"),
            ($"/v1/refunds?charge={charge}", $"/v1/refunds/{refund.Id}"),
        })
        {
            var retrieved = await gateway.Merchant.Get(one);
            var listed = (await gateway.Merchant.Get(list))["data"]!.AsArray().Single(item => item!["id"]!.GetValue<string>() == retrieved.Id);
            Assert.True(JsonNode.DeepEquals(retrieved.Body, listed), $"{list} shows {listed}, {one} shows {retrieved.Body}");
        }
    }

    /// <summary>Three payments of a new merchant, oldest first, each in a second of its own.</summary>
    private async Task<(Caller Merchant, string[] Ids, long[] Seconds)> ThreeSecondsApart()
    {
        var merchant = new Caller(gateway.Fixture.Client, (await gateway.Fixture.OpenMerchant("Three Cups", Currency.Mad)).SecretKey);
        var created = new List<Reply>();
        for (var index = 0; index < 3; index++)
        {
            gateway.Fixture.Clock.Advance(TimeSpan.FromSeconds(1));
            created.Add(await merchant.Create());
        }

        return (merchant, [.. created.Select(reply => reply.Id)], [.. created.Select(reply => reply["created"]!.GetValue<long>())]);
    }

    private static async Task<string[]> Ids(Caller merchant, string query) => IdsIn(await merchant.Get($"/v1/payment_intents?{query}"));

    private static string[] IdsIn(Reply list) => [.. list["data"]!.AsArray().Select(item => item!["id"]!.GetValue<string>())];

    private static bool HasMore(Reply list) => list["has_more"]!.GetValue<bool>();
}
