using PayGate.Api.Tests.Payments;

namespace PayGate.Api.Tests.Customers;

/// <summary>Cards that are saved for customers, on the real database and bank.</summary>
[Collection(GatewayCollection.Name)]
public sealed class SavedCardTests(Gateway gateway)
{
    [Fact]
    public async Task Attach_VerifiesTheCardWithNothing_AndMakesItTheCustomers()
    {
        var (customer, method) = (await Customer(), await Method());

        var attached = await Attach(method, customer);

        Assert.Equal(
            $$"""200 {"id":"{{method}}","customer":"{{customer}}","card.checks.cvc_check":"pass","billing_details.name":"Amina Benali"}""",
            attached.Show("id", "customer", "card.checks.cvc_check", "billing_details.name"));
        Assert.Equal(["authorize 0 00"], await gateway.BankOperations(method));
        Assert.Equal("""200 {"status":"succeeded"}""", (await gateway.Merchant.Pay(("payment_method", method), ("customer", customer))).Show("status"));
        Assert.Equal("""200 {"status":"succeeded"}""", (await gateway.Merchant.Pay(("payment_method", method), ("customer", customer))).Show("status"));
        Assert.Equal("404", (await gateway.Other.Pay(("payment_method", method))).Show().Split(' ')[0]);
        Assert.Equal([method], await Listed(customer));
    }

    [Fact]
    public async Task Attach_OfANamedTestMethod_MakesANewHandleEachTime()
    {
        var customer = await Customer();

        var first = await Attach("pm_card_visa", customer);
        var second = await Attach("pm_card_visa", customer);

        Assert.Matches("^pm_[0-9A-Za-z]{25}$", first.Id);
        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal([second.Id, first.Id], await Listed(customer));
    }

    [Fact]
    public async Task Attach_WhenTheBankDeclines_IsACardErrorThatIsReplayed_AndChangesNothing()
    {
        var (customer, method) = (await Customer(), await Method("4000000000000002"));
        var key = $"attach-{method}";

        var declined = await gateway.Merchant.PostOnce(key, $"/v1/payment_methods/{method}/attach", ("customer", customer));
        var again = await gateway.Merchant.PostOnce(key, $"/v1/payment_methods/{method}/attach", ("customer", customer));

        Assert.Equal(
            $$"""402 {"error.type":"card_error","error.code":"card_declined","error.decline_code":"generic_decline","error.payment_method.id":"{{method}}","error.payment_method.customer":null}""",
            declined.Show("error.type", "error.code", "error.decline_code", "error.payment_method.id", "error.payment_method.customer"));
        Assert.True(again.Replayed);
        Assert.Equal(["authorize 0 05"], await gateway.BankOperations(method));
        Assert.Equal([], await Listed(customer));
        Assert.Equal("402", (await gateway.Merchant.Pay(("payment_method", method))).Show().Split(' ')[0]);
    }

    [Fact]
    public async Task Attach_WhenTheBankIsSilent_SaysSoAndChangesNothing_AndARepeatWorks()
    {
        var (customer, method) = (await Customer(), await Method());
        var key = $"attach-{method}";
        await gateway.Merchant.Order("lost_answer", "authorize");

        var silent = await gateway.Merchant.PostOnce(key, $"/v1/payment_methods/{method}/attach", ("customer", customer));
        Assert.Equal("""503 {"error.type":"api_error","error.code":"bank_unavailable"}""", silent.Show("error.type", "error.code"));
        Assert.Equal("""200 {"customer":null}""", (await gateway.Merchant.Get($"/v1/payment_methods/{method}")).Show("customer"));

        var repeated = await gateway.Merchant.PostOnce(key, $"/v1/payment_methods/{method}/attach", ("customer", customer));
        Assert.Equal($$"""200 {"customer":"{{customer}}"}""", repeated.Show("customer"));
        Assert.False(repeated.Replayed);
    }

    [Fact]
    public async Task Attach_OfAHandleThatIsSpentOrAnothers_IsRefused()
    {
        var (customer, other) = (await Customer(), await Customer());
        var (used, taken) = (await Method(), await Method());
        await gateway.Merchant.Pay(("payment_method", used));
        await Attach(taken, other);

        Assert.Equal("""400 {"error.code":"payment_method_unexpected_state"}""", (await Attach(used, customer)).Show("error.code"));
        Assert.Equal("""400 {"error.code":"payment_method_unexpected_state"}""", (await Attach(taken, customer)).Show("error.code"));
        Assert.Equal($$"""200 {"customer":"{{other}}"}""", (await Attach(taken, other)).Show("customer"));
        Assert.Equal(["authorize 0 00"], await gateway.BankOperations(taken));
    }

    [Fact]
    public async Task Attach_ToTwoCustomersAtOnce_HasOneWinnerEachTime()
    {
        for (var round = 0; round < 20; round++)
        {
            var (method, one, other) = (await Method(), await Customer(), await Customer());

            var answers = await Task.WhenAll(Attach(method, one), Attach(method, other), Attach(method, one), Attach(method, other));

            var winner = answers.First(answer => answer.Status == 200)["customer"]!.GetValue<string>();
            foreach (var (answer, customer) in answers.Zip([one, other, one, other]))
            {
                Assert.Equal(
                    customer == winner ? $$"""200 {"customer":"{{winner}}"}""" : """400 {"error.code":"payment_method_unexpected_state"}""",
                    answer.Show(customer == winner ? "customer" : "error.code"));
            }

            Assert.Equal([method], await Listed(winner));
            Assert.Empty(await Listed(winner == one ? other : one));
        }
    }

    [Fact]
    public async Task AttachAndPayAtOnce_NeverLeaveASpentCardWithACustomer()
    {
        for (var round = 0; round < 20; round++)
        {
            var (method, customer) = (await Method(), await Customer());

            var (attached, paid) = (Attach(method, customer), gateway.Merchant.Pay(("payment_method", method), ("customer", customer)));
            await Task.WhenAll(attached, paid);

            // A payment that comes first spends the card; one that comes second uses a saved one.
            Assert.Equal("""200 {"status":"succeeded"}""", (await paid).Show("status"));
            var isSaved = (await attached).Status == 200;
            Assert.Equal(isSaved ? 200 : 400, (await attached).Status);
            Assert.Equal(isSaved ? [method] : [], await Listed(customer));
            Assert.Equal(
                isSaved ? "card_token.created card_token.attached" : "card_token.created card_token.used",
                Assert.Single(await gateway.Lines($"select string_agg(type, ' ' order by seq) from paygate.events where stream_id = '{method}' and type <> 'card_token.accessed'")));
        }
    }

    [Fact]
    public async Task Detach_IsFinal_AndForgetsTheDefault()
    {
        var (customer, method) = (await Customer(), await Method());
        await Attach(method, customer);
        var path = $"/v1/customers/{customer}";
        Assert.Equal(200, (await gateway.Merchant.Post(path, ("invoice_settings[default_payment_method]", method))).Status);

        var key = $"detach-{method}";
        var detached = await gateway.Merchant.PostOnce(key, $"/v1/payment_methods/{method}/detach");
        var again = await gateway.Merchant.PostOnce(key, $"/v1/payment_methods/{method}/detach");

        Assert.Equal("""200 {"customer":null}""", detached.Show("customer"));
        Assert.True(again.Replayed);
        Assert.Equal("""200 {"invoice_settings.default_payment_method":null}""", (await gateway.Merchant.Get(path)).Show("invoice_settings.default_payment_method"));
        Assert.Equal("""400 {"error.code":"payment_method_unexpected_state"}""", (await gateway.Merchant.Post($"/v1/payment_methods/{method}/detach")).Show("error.code"));
        Assert.Equal("""400 {"error.code":"token_revoked"}""", (await Attach(method, customer)).Show("error.code"));
        Assert.Equal("""400 {"error.code":"token_revoked"}""", (await gateway.Merchant.Pay(("payment_method", method))).Show("error.code"));
    }

    [Fact]
    public async Task Update_ChangesBillingDetailsMetadataAndRedisplay_AndTheCardStillPays()
    {
        var (customer, method) = (await Customer(), await Method());
        var path = $"/v1/payment_methods/{method}";
        Assert.Equal("""400 {"error.code":"payment_method_unexpected_state"}""", (await gateway.Merchant.Post(path, ("metadata[a]", "1"))).Show("error.code"));
        await Attach(method, customer);

        var updated = await gateway.Merchant.Post(
            path, ("billing_details[name]", "Amina B."), ("billing_details[address][city]", "Fes"), ("metadata[a]", "1"), ("allow_redisplay", "always"));

        const string expected = """200 {"billing_details.name":"Amina B.","billing_details.address.city":"Fes","metadata":{"a":"1"},"allow_redisplay":"always"}""";
        string[] members = ["billing_details.name", "billing_details.address.city", "metadata", "allow_redisplay"];
        Assert.Equal(expected, updated.Show(members));
        Assert.Equal(expected, (await gateway.Merchant.Get(path)).Show(members));
        Assert.Equal(
            """200 {"billing_details.name":null,"metadata":{}}""",
            (await gateway.Merchant.Post(path, ("billing_details[name]", ""), ("metadata", ""))).Show("billing_details.name", "metadata"));
        Assert.Equal("""200 {"status":"succeeded"}""", (await gateway.Merchant.Pay(("payment_method", method), ("customer", customer))).Show("status"));
    }

    [Fact]
    public async Task DeletedCustomer_LosesItsMethodsByDueWork_AndTakesNoMore()
    {
        var (customer, first, second, late) = (await Customer(), await Method(), await Method(), await Method());
        await Attach(first, customer);
        await Attach(second, customer);
        await gateway.Merchant.Delete($"/v1/customers/{customer}");

        Assert.Equal("""404 {"error.code":"resource_missing","error.param":"customer"}""", (await Attach(late, customer)).Show("error.code", "error.param"));
        await gateway.Fixture.Sweep();
        foreach (var method in new[] { first, second })
        {
            Assert.Equal("""200 {"customer":null}""", (await gateway.Merchant.Get($"/v1/payment_methods/{method}")).Show("customer"));
            Assert.Equal("""400 {"error.code":"token_revoked"}""", (await gateway.Merchant.Pay(("payment_method", method))).Show("error.code"));
        }

        gateway.Fixture.Clock.Advance(TimeSpan.FromMinutes(2));
        await gateway.Fixture.Sweep();
        Assert.Equal("""404 {"error.code":"resource_missing"}""", (await gateway.Merchant.Get($"/v1/customers/{customer}/payment_methods")).Show("error.code"));
    }

    [Fact]
    public async Task Expand_ShowsTheCustomerAndItsDefault()
    {
        var (customer, method) = (await Customer(), await Method());
        await Attach(method, customer);
        await gateway.Merchant.Post($"/v1/customers/{customer}", ("invoice_settings[default_payment_method]", method));

        var shown = await gateway.Merchant.Get($"/v1/payment_methods/{method}?expand[]=customer");
        var owner = await gateway.Merchant.Get($"/v1/customers/{customer}?expand[]=invoice_settings.default_payment_method.customer");
        var listed = await gateway.Merchant.Get($"/v1/payment_methods?customer={customer}&type=card&expand[]=data.customer");

        Assert.Equal($$"""200 {"customer.id":"{{customer}}"}""", shown.Show("customer.id"));
        Assert.Equal(
            $$"""200 {"invoice_settings.default_payment_method.id":"{{method}}","invoice_settings.default_payment_method.customer.id":"{{customer}}"}""",
            owner.Show("invoice_settings.default_payment_method.id", "invoice_settings.default_payment_method.customer.id"));
        Assert.Equal($$"""200 {"data.0.customer.id":"{{customer}}"}""", listed.Show("data.0.customer.id"));
    }

    private async Task<string> Customer() => (await gateway.Merchant.Post("/v1/customers", ("name", "Amina Benali"))).Id;

    private Task<string> Method(string number = "4242424242424242") => gateway.Merchant.Method(number);

    private Task<Reply> Attach(string method, string customer) =>
        gateway.Merchant.Post($"/v1/payment_methods/{method}/attach", ("customer", customer));

    private async Task<List<string>> Listed(string customer) =>
        [.. (await gateway.Merchant.Get($"/v1/customers/{customer}/payment_methods?limit=100"))["data"]!.AsArray().Select(method => method!["id"]!.GetValue<string>())];
}
