using PayGate.Api.Tests.Payments;

namespace PayGate.Api.Tests.Customers;

[Collection(GatewayCollection.Name)]
public sealed class CustomerTests(Gateway gateway)
{
    [Fact]
    public async Task Update_WhenAKeyIsRepeated_AnswersAsTheFirstTimeAndChangesOnce()
    {
        var created = await gateway.Merchant.Post("/v1/customers", ("name", "Amina"), ("metadata[a]", "1"));
        var (key, path) = ($"update-{created.Id}", $"/v1/customers/{created.Id}");

        var first = await gateway.Merchant.PostOnce(key, path, ("name", "Amina B."), ("metadata[a]", ""), ("metadata[b]", "2"));
        await gateway.Merchant.Post(path, ("name", "Amina C."));
        var again = await gateway.Merchant.PostOnce(key, path, ("name", "Amina B."), ("metadata[a]", ""), ("metadata[b]", "2"));
        var other = await gateway.Merchant.PostOnce(key, path, ("name", "Amina D."));

        Assert.Equal("""200 {"name":"Amina B.","metadata":{"b":"2"}}""", first.Show("name", "metadata"));
        Assert.True(again.Replayed);
        Assert.Equal(first.Body.ToJsonString(), again.Body.ToJsonString());
        Assert.Equal("""400 {"error.type":"idempotency_error"}""", other.Show("error.type"));
        Assert.Equal("""200 {"name":"Amina C."}""", (await gateway.Merchant.Get(path)).Show("name"));
    }

    [Fact]
    public async Task Delete_LeavesTheDeletedObject_AndNothingElseToDo()
    {
        var email = $"{Guid.NewGuid():n}@example.com";
        var created = await gateway.Merchant.Post("/v1/customers", ("email", email));
        var path = $"/v1/customers/{created.Id}";

        var deleted = await gateway.Merchant.Delete(path);

        var expected = $$"""200 {"id":"{{created.Id}}","object":"customer","deleted":true}""";
        Assert.Equal(expected, $"{deleted.Status} {deleted.Body.ToJsonString()}");
        var retrieved = await gateway.Merchant.Get(path);
        Assert.Equal(expected, $"{retrieved.Status} {retrieved.Body.ToJsonString()}");
        Assert.Equal("""200 {"data":[]}""", (await gateway.Merchant.Get($"/v1/customers?email={email}")).Show("data"));
        foreach (var late in new[] { await gateway.Merchant.Delete(path), await gateway.Merchant.Post(path, ("name", "x")) })
        {
            Assert.Equal(
                $$"""404 {"error.code":"resource_missing","error.param":"id","error.message":"No such customer: '{{created.Id}}'"}""",
                late.Show("error.code", "error.param", "error.message"));
        }
    }

    [Fact]
    public async Task List_FiltersByEmailAndTime_NewestFirst()
    {
        var email = $"{Guid.NewGuid():n}@example.com";
        var first = await gateway.Merchant.Post("/v1/customers", ("email", email));
        gateway.Fixture.Clock.Advance(TimeSpan.FromSeconds(2));
        var second = await gateway.Merchant.Post("/v1/customers", ("email", email));
        await gateway.Merchant.Post("/v1/customers", ("email", "x" + email));
        await gateway.Other.Post("/v1/customers", ("email", email));

        Assert.Equal([second.Id, first.Id], await Ids($"email={email}"));
        Assert.Equal([second.Id], await Ids($"email={email}&limit=1"));
        Assert.Equal([first.Id], await Ids($"email={email}&starting_after={second.Id}"));
        Assert.Equal([second.Id], await Ids($"email={email}&ending_before={first.Id}"));
        Assert.Equal([second.Id], await Ids($"email={email}&created[gt]={first["created"]}"));
    }

    private async Task<List<string>> Ids(string query) =>
        [.. (await gateway.Merchant.Get("/v1/customers?" + query))["data"]!.AsArray().Select(customer => customer!["id"]!.GetValue<string>())];
}
