namespace PayGate.Api.Tests.Payments;

/// <summary>Another merchant's object and one that does not exist are the same answer on every route, and neither changes anything.</summary>
[Collection(GatewayCollection.Name)]
public sealed class TenancyTests(Gateway gateway)
{
    private static readonly (string, string)[] Line =
    [
        ("line_items[0][price_data][currency]", "usd"), ("line_items[0][price_data][unit_amount]", "350"),
        ("line_items[0][price_data][product_data][name]", "Coffee"),
    ];

    [Fact]
    public async Task AnyRoute_WhenTheObjectIsAnotherMerchants_AnswersAsIfItWereUnknown()
    {
        var paid = await gateway.Merchant.Pay(("capture_method", "manual"), ("expand[]", "latest_charge"));
        var settled = await gateway.Merchant.Pay(("expand[]", "latest_charge"));
        var refund = await gateway.Merchant.Post("/v1/refunds", ("payment_intent", settled.Id), ("amount", "100"));
        var customer = await gateway.Merchant.Post("/v1/customers", ("name", "Amina"));
        var bought = await gateway.Merchant.Pay(("customer", customer.Id));
        var asked = await gateway.Merchant.Post("/v1/refund_requests", ("customer", customer.Id), ("payment_intent", bought.Id), ("reason", "Too small."));
        var names = new Dictionary<string, string>
        {
            ["{cus}"] = customer.Id,
            ["{pm}"] = (await gateway.Merchant.Post("/v1/payment_methods/pm_card_visa/attach", ("customer", customer.Id))).Id,
            ["{pi}"] = paid.Id,
            ["{rr}"] = asked.Id,
            ["{dp}"] = (await gateway.Merchant.Post($"/v1/test_helpers/payment_intents/{(await gateway.Merchant.Pay()).Id}/dispute")).Id,
            ["{seti}"] = (await gateway.Merchant.Post("/v1/setup_intents", ("customer", customer.Id))).Id,
            ["{cs}"] = (await gateway.Merchant.Post("/v1/checkout/sessions", Line)).Id,
            ["{pl}"] = (await gateway.Merchant.Post("/v1/payment_links", Line)).Id,
            ["{ch}"] = settled["latest_charge.id"]!.GetValue<string>(),
            ["{re}"] = refund.Id,
            ["{txn}"] = refund["balance_transaction"]!.GetValue<string>(),
        };
        foreach (var path in new[]
        {
            "GET /v1/payment_intents/{pi}",
            "POST /v1/payment_intents/{pi}/confirm payment_method=pm_card_visa",
            "POST /v1/payment_intents/{pi}/capture",
            "POST /v1/payment_intents/{pi}/cancel",
            "GET /v1/charges/{ch}",
            "GET /v1/refunds/{re}",
            "POST /v1/refunds payment_intent={pi}",
            "POST /v1/refunds charge={ch}",
            "GET /v1/balance_transactions/{txn}",
            "GET /v1/payment_intents?starting_after={pi}",
            "GET /v1/charges?ending_before={ch}",
            "GET /v1/customers/{cus}",
            "POST /v1/customers/{cus} name=x",
            "DELETE /v1/customers/{cus}",
            "GET /v1/customers?starting_after={cus}",
            "GET /v1/customers/{cus}/payment_methods",
            "GET /v1/customers/{cus}/payment_methods/{pm}",
            "GET /v1/payment_methods?customer={cus}",
            "GET /v1/setup_intents/{seti}",
            "POST /v1/setup_intents/{seti} description=x",
            "POST /v1/setup_intents/{seti}/confirm payment_method=pm_card_visa",
            "POST /v1/setup_intents/{seti}/cancel",
            "POST /v1/setup_intents customer={cus}",
            "POST /v1/setup_intents payment_method={pm}",
            "GET /v1/setup_intents?starting_after={seti}",
            "GET /v1/refund_requests/{rr}",
            "POST /v1/refund_requests/{rr}/approve",
            "POST /v1/refund_requests/{rr}/reject reason=x",
            "POST /v1/refund_requests customer={cus} payment_intent={pi} reason=x",
            "GET /v1/refund_requests?starting_after={rr}",
            "GET /v1/disputes/{dp}",
            "POST /v1/disputes/{dp} metadata[a]=1",
            "POST /v1/disputes/{dp}/close",
            "POST /v1/test_helpers/disputes/{dp}/decide outcome=lost",
            "POST /v1/test_helpers/payment_intents/{pi}/dispute",
            "GET /v1/disputes?starting_after={dp}",
            "GET /v1/payment_methods/{pm}",
            "POST /v1/payment_methods/{pm} metadata[a]=1",
            "POST /v1/payment_methods/{pm}/detach",
            "POST /v1/payment_methods/{pm}/attach customer={cus}",
            "GET /v1/checkout/sessions/{cs}",
            "GET /v1/checkout/sessions/{cs}/line_items",
            "POST /v1/checkout/sessions/{cs} metadata[a]=1",
            "POST /v1/checkout/sessions/{cs}/expire",
            "GET /v1/checkout/sessions?starting_after={cs}",
            "GET /v1/payment_links/{pl}",
            "GET /v1/payment_links/{pl}/line_items",
            "POST /v1/payment_links/{pl} active=false",
            "GET /v1/payment_links?starting_after={pl}",
        })
        {
            var foreign = await Send(gateway.Other, path, names);
            var unknown = await Send(gateway.Other, path, names.ToDictionary(name => name.Key, name => Unknown(name.Value)));

            Assert.Equal((path, 404, "resource_missing"), (path, foreign.Status, foreign["error.code"]!.GetValue<string>()));
            Assert.Equal((path, Anonymous(unknown, names, Unknown)), (path, Anonymous(foreign, names, id => id)));
        }

        Assert.Equal("""200 {"status":"requires_capture"}""", (await gateway.Merchant.Get($"/v1/payment_intents/{paid.Id}")).Show("status"));
        Assert.Equal(["authorize 1999 00"], await gateway.BankOperations(paid.Id));
    }

    [Fact]
    public async Task Lists_WhenAnotherMerchantHasObjects_ShowNoneOfThem()
    {
        var mine = await gateway.Merchant.Pay();
        await gateway.Merchant.Post("/v1/refunds", ("payment_intent", mine.Id), ("amount", "100"));
        var keys = await gateway.Fixture.OpenMerchant("Empty Shelf", Currency.Mad);
        var newcomer = new Caller(gateway.Fixture.Client, keys.SecretKey);

        foreach (var path in new[]
        {
            "/v1/payment_intents", "/v1/charges", "/v1/refunds", "/v1/balance_transactions", "/v1/events", "/v1/customers", "/v1/setup_intents",
            "/v1/refund_requests", "/v1/disputes", "/v1/settlements", $"/v1/charges?payment_intent={mine.Id}", $"/v1/refunds?payment_intent={mine.Id}",
        })
        {
            var list = await newcomer.Get(path);
            Assert.Equal((path, """200 {"object":"list","has_more":false,"data":[]}"""), (path, list.Show("object", "has_more", "data")));
        }
    }

    [Fact]
    public async Task Confirm_WhenTheCardIsAnotherMerchants_AnswersAsIfItWereUnknown()
    {
        var card = await gateway.Merchant.Post(
            "/v1/payment_methods",
            ("type", "card"), ("card[number]", "4242424242424242"), ("card[exp_month]", "12"), ("card[exp_year]", "2034"), ("card[cvc]", "123"));
        Assert.Equal(200, card.Status);

        var foreign = await gateway.Other.Pay(("payment_method", card.Id));

        Assert.Equal(
            """404 {"error.code":"resource_missing","error.param":"payment_method"}""", foreign.Show("error.code", "error.param"));
    }

    /// <summary>An id of the same form, of the same merchant's bucket, that was never given out.</summary>
    private static string Unknown(string id) => id[..^4] + (id.EndsWith("0000", StringComparison.Ordinal) ? "1111" : "0000");

    private static Task<Reply> Send(Caller caller, string line, Dictionary<string, string> names)
    {
        var parts = names.Aggregate(line, (text, name) => text.Replace(name.Key, name.Value, StringComparison.Ordinal)).Split(' ');
        return parts[0] == "GET" ? caller.Get(parts[1])
            : parts[0] == "DELETE" ? caller.Delete(parts[1])
            : caller.Post(parts[1], [.. parts.Skip(2).Select(pair => (pair.Split('=')[0], pair.Split('=')[1]))]);
    }

    private static string Anonymous(Reply reply, Dictionary<string, string> names, Func<string, string> form) =>
        $"{reply.Status} {names.Values.Aggregate(reply.Body.ToJsonString(), (text, id) => text.Replace(form(id), "…", StringComparison.Ordinal))}";
}
