using PayGate.Api.Tests.Payments;

namespace PayGate.Api.Tests.Customers;

/// <summary>Customers that are created with their first payment method, on the real database and bank.</summary>
[Collection(GatewayCollection.Name)]
public sealed class CreateWithMethodTests(Gateway gateway)
{
    private const string Default = "invoice_settings.default_payment_method";

    [Fact]
    public async Task Create_WithAPaymentMethod_VerifiesAndSavesIt()
    {
        var method = await gateway.Merchant.Method();

        var created = await Create(("payment_method", method), ("name", "Amina Benali"));
        var chosen = await Create(("payment_method", "pm_card_mastercard"), ("invoice_settings[default_payment_method]", "pm_card_mastercard"));

        Assert.Equal("""200 {"name":"Amina Benali","invoice_settings.default_payment_method":null}""", created.Show("name", Default));
        Assert.Equal([method], await Saved(created.Id));
        Assert.Equal(["authorize 0 00"], await gateway.BankOperations(method));
        Assert.Equal([chosen[Default]!.GetValue<string>()], await Saved(chosen.Id));
        Assert.Equal("""200 {"status":"succeeded"}""", (await gateway.Merchant.Pay(("payment_method", method), ("customer", created.Id))).Show("status"));
    }

    [Fact]
    public async Task Create_WithAToken_SavesItsCardAsTheDefault_AndTakesTheTokenOnce()
    {
        var token = (await gateway.Merchant.Post(
            "/v1/tokens", ("card[number]", "4242424242424242"), ("card[exp_month]", "12"), ("card[exp_year]", "2034"), ("card[cvc]", "123"))).Id;

        var (named, typed) = (await Create(("source", "tok_visa")), await Create(("source", token)));
        var again = await Create(("source", token));

        foreach (var customer in new[] { named, typed })
        {
            Assert.Equal([customer[Default]!.GetValue<string>()], await Saved(customer.Id));
        }

        Assert.Equal("""400 {"error.code":"token_already_used","error.param":"source"}""", again.Show("error.code", "error.param"));
    }

    [Fact]
    public async Task Create_WhenTheBankDeclines_MakesNoCustomer_AndIsReplayed()
    {
        var (method, email) = (await gateway.Merchant.Method("4000000000000002"), $"{Guid.NewGuid():n}@example.com");

        var declined = await gateway.Merchant.PostOnce($"create-{method}", "/v1/customers", ("payment_method", method), ("email", email));
        var again = await gateway.Merchant.PostOnce($"create-{method}", "/v1/customers", ("payment_method", method), ("email", email));

        Assert.Equal(
            $$"""402 {"error.type":"card_error","error.code":"card_declined","error.payment_method.id":"{{method}}","error.payment_method.customer":null}""",
            declined.Show("error.type", "error.code", "error.payment_method.id", "error.payment_method.customer"));
        Assert.True(again.Replayed);
        Assert.Equal(["authorize 0 05"], await gateway.BankOperations(method));
        Assert.Empty(await Named(email));
    }

    [Fact]
    public async Task Create_WhenTheBankIsSilent_MakesNothing_AndARepeatWorks()
    {
        var (method, email) = (await gateway.Merchant.Method(), $"{Guid.NewGuid():n}@example.com");
        await gateway.Merchant.Order("lost_answer", "authorize");

        var silent = await gateway.Merchant.PostOnce($"create-{method}", "/v1/customers", ("payment_method", method), ("email", email));
        Assert.Equal("""503 {"error.code":"bank_unavailable"}""", silent.Show("error.code"));
        Assert.Empty(await Named(email));
        var repeated = await gateway.Merchant.PostOnce($"create-{method}", "/v1/customers", ("payment_method", method), ("email", email));

        Assert.Equal([repeated.Id], await Named(email));
        Assert.Equal([method], await Saved(repeated.Id));
    }

    [Fact]
    public async Task Create_WithOneMethodTwiceAtOnce_MakesOneCustomer()
    {
        for (var round = 0; round < 20; round++)
        {
            var (method, email) = (await gateway.Merchant.Method(), $"{Guid.NewGuid():n}@example.com");

            var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Create(("payment_method", method), ("email", email))));

            var winner = Assert.Single(answers, answer => answer.Status == 200);
            Assert.All(
                answers.Where(answer => answer != winner),
                answer => Assert.Equal("""400 {"error.code":"payment_method_unexpected_state"}""", answer.Show("error.code")));
            Assert.Equal([winner.Id], await Named(email));
            Assert.Equal([method], await Saved(winner.Id));
        }
    }

    [Fact]
    public async Task Create_WithAMethodOfAnotherMerchantOrUnknown_IsResourceMissing()
    {
        var foreign = await gateway.Other.Method();

        foreach (var method in new[] { foreign, "pm_unknown", "4242" })
        {
            Assert.Equal(
                """404 {"error.code":"resource_missing","error.param":"payment_method"}""",
                (await Create(("payment_method", method))).Show("error.code", "error.param"));
        }
    }

    [Fact]
    public async Task Create_WithADefaultThatIsNotTheMethod_IsRefused_AndTheMethodIsStillThere()
    {
        var method = await gateway.Merchant.Method();

        var refused = await Create(("payment_method", method), ("invoice_settings[default_payment_method]", "pm_card_visa"));
        var created = await Create(("payment_method", method), ("invoice_settings[default_payment_method]", method));

        Assert.Equal(
            """404 {"error.code":"resource_missing","error.param":"invoice_settings[default_payment_method]"}""", refused.Show("error.code", "error.param"));
        Assert.Equal($$"""200 {"invoice_settings.default_payment_method":"{{method}}"}""", created.Show(Default));
    }

    private Task<Reply> Create(params (string Name, string Value)[] form) => gateway.Merchant.Post("/v1/customers", form);

    private async Task<List<string>> Named(string email) => await gateway.Merchant.Ids($"/v1/customers?email={email}");

    private async Task<List<string>> Saved(string customer) => await gateway.Merchant.Ids($"/v1/customers/{customer}/payment_methods");
}
