using PayGate.Api.Tests.Payments;

namespace PayGate.Api.Tests.Customers;

/// <summary>Payments that name their customer: whose cards they may use, and the cards that they save.</summary>
[Collection(GatewayCollection.Name)]
public sealed class CustomerPaymentTests(Gateway gateway)
{
    private const string Secured = "pm_card_threeDSecure2Required";

    [Fact]
    public async Task Payment_ShowsItsCustomer_AlsoOnChargeAndRefund_WholeWhereAsked()
    {
        var customer = await Customer();
        var paid = await gateway.Merchant.Pay(("customer", customer));
        var refund = await gateway.Merchant.Post("/v1/refunds", ("payment_intent", paid.Id));

        var expanded = await gateway.Merchant.Get(
            $"/v1/payment_intents/{paid.Id}?expand[]=customer&expand[]=latest_charge.customer&expand[]=payment_method");

        Assert.Equal($$"""200 {"customer":"{{customer}}"}""", paid.Show("customer"));
        Assert.Equal($$"""200 {"customer":"{{customer}}"}""", refund.Show("customer"));
        Assert.Equal(
            $$"""200 {"customer.id":"{{customer}}","customer.name":"Amina Benali","latest_charge.customer.object":"customer","payment_method.card.last4":"4242"}""",
            expanded.Show("customer.id", "customer.name", "latest_charge.customer.object", "payment_method.card.last4"));
        Assert.Equal([paid.Id], await Ids($"/v1/payment_intents?customer={customer}"));
        Assert.Equal([paid["latest_charge"]!.GetValue<string>()], await Ids($"/v1/charges?customer={customer}"));
        Assert.Equal([paid.Id], await Ids($"/v1/payment_intents/search?query=customer:'{customer}'"));
    }

    [Fact]
    public async Task Customer_ThatIsUnknownAnothersOrDeleted_IsRefusedEverywhere()
    {
        var (deleted, foreign) = (await Customer(), (await gateway.Other.Post("/v1/customers")).Id);
        await gateway.Merchant.Delete($"/v1/customers/{deleted}");
        var open = await gateway.Merchant.Create();

        foreach (var customer in new[] { deleted, foreign, "cus_0000000000000000000000000", "nobody" })
        {
            foreach (var refused in new[]
            {
                await gateway.Merchant.Create(("customer", customer)),
                await gateway.Merchant.Pay(("customer", customer)),
                await gateway.Merchant.Post($"/v1/payment_intents/{open.Id}", ("customer", customer)),
            })
            {
                Assert.Equal("""404 {"error.code":"resource_missing","error.param":"customer"}""", refused.Show("error.code", "error.param"));
            }
        }

        Assert.Equal("""200 {"customer":null}""", (await gateway.Merchant.Get($"/v1/payment_intents/{open.Id}")).Show("customer"));
    }

    [Fact]
    public async Task SavedCard_PaysForItsOwnCustomerOnly()
    {
        var (customer, other) = (await Customer(), await Customer());
        var method = await Saved(customer);

        foreach (var form in new (string, string)[][] { [], [("customer", other)] })
        {
            Assert.Equal(
                """400 {"error.code":"payment_method_unexpected_state","error.param":"payment_method"}""",
                (await gateway.Merchant.Pay([("payment_method", method), .. form])).Show("error.code", "error.param"));
            Assert.Equal(
                """400 {"error.code":"payment_method_unexpected_state"}""",
                (await gateway.Merchant.Create([("payment_method", method), .. form])).Show("error.code"));
        }

        var mine = await gateway.Merchant.Pay(("payment_method", method), ("customer", customer), ("off_session", "true"));
        Assert.Equal("""200 {"status":"succeeded"}""", mine.Show("status"));
    }

    [Fact]
    public async Task Update_ToAnotherCustomer_DoesNotKeepTheCardOfTheOneBefore()
    {
        var (customer, other) = (await Customer(), await Customer());
        var created = await gateway.Merchant.Create(("customer", customer), ("payment_method", await Saved(customer)));
        var path = $"/v1/payment_intents/{created.Id}";

        var refused = await gateway.Merchant.Post(path, ("customer", other));
        var unset = await gateway.Merchant.Post(path, ("customer", ""));
        var moved = await gateway.Merchant.Post(path, ("customer", other), ("payment_method", ""));

        Assert.Equal("""400 {"error.code":"payment_method_unexpected_state"}""", refused.Show("error.code"));
        Assert.Equal("""400 {"error.code":"payment_method_unexpected_state"}""", unset.Show("error.code"));
        Assert.Equal($$"""200 {"customer":"{{other}}","payment_method":null}""", moved.Show("customer", "payment_method"));
    }

    [Theory]
    [InlineData("automatic", "succeeded")]
    [InlineData("manual", "requires_capture")]
    public async Task Payment_ThatSavesItsCard_GivesItToTheCustomerOnceItIsApproved(string captureMethod, string status)
    {
        var customer = await Customer();
        var method = await Method();

        var paid = await gateway.Merchant.Pay(
            ("payment_method", method), ("customer", customer), ("setup_future_usage", "off_session"), ("capture_method", captureMethod));

        Assert.Equal($$"""200 {"status":"{{status}}","setup_future_usage":"off_session","payment_method":"{{method}}"}""", paid.Show("status", "setup_future_usage", "payment_method"));
        Assert.Equal([method], await Cards(customer));
        // The payment's own approval is the verification: the bank is not asked twice.
        Assert.Empty(await gateway.BankOperations(method));
        Assert.Equal("succeeded", (await gateway.Merchant.Pay(("payment_method", method), ("customer", customer), ("off_session", "true")))["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task Confirm_ThatAsksToSave_MakesANamedTestCardTheCustomersOwn()
    {
        var customer = await Customer();
        var created = await gateway.Merchant.Create(("customer", customer));

        var paid = await gateway.Merchant.Post(
            $"/v1/payment_intents/{created.Id}/confirm", ("payment_method", "pm_card_mastercard"), ("setup_future_usage", "on_session"));

        Assert.Matches("^pm_[0-9A-Za-z]{25}$", paid["payment_method"]!.GetValue<string>());
        Assert.Equal("""200 {"setup_future_usage":"on_session"}""", paid.Show("setup_future_usage"));
        Assert.Equal([paid["payment_method"]!.GetValue<string>()], await Cards(customer));
    }

    [Fact]
    public async Task DeclinedPayment_SavesNothing_AndTheNextCardIsSavedInstead()
    {
        var customer = await Customer();
        var created = await gateway.Merchant.Create(("customer", customer), ("setup_future_usage", "off_session"));
        var path = $"/v1/payment_intents/{created.Id}/confirm";

        var declined = await gateway.Merchant.Post(path, ("payment_method", "pm_card_chargeDeclined"));
        Assert.Equal(402, declined.Status);
        Assert.Empty(await Cards(customer));

        var paid = await gateway.Merchant.Post(path, ("payment_method", "pm_card_visa"));
        Assert.Equal([paid["payment_method"]!.GetValue<string>()], await Cards(customer));
    }

    [Fact]
    public async Task Payment_WhoseCustomerIsDeletedMeanwhile_StandsWithoutSaving()
    {
        var customer = await Customer();
        var waiting = await gateway.Merchant.Pay(
            ("payment_method", Secured), ("customer", customer), ("setup_future_usage", "off_session"), ("return_url", "https://shop.example/back"));
        await gateway.Merchant.Delete($"/v1/customers/{customer}");

        await ChallengeTests.Answer(waiting, "approve");

        Assert.Equal("""200 {"status":"succeeded"}""", (await gateway.Merchant.Get($"/v1/payment_intents/{waiting.Id}")).Show("status"));
        Assert.Equal(
            ["attempt.captured", "payment_method.not_saved"],
            await gateway.Lines($"select type from paygate.events where stream_id = '{waiting.Id}' and seq > 3 order by seq"));
    }

    [Fact]
    public async Task Payment_WhoseApprovalIsFoundLater_SavesItsCardThen()
    {
        var customer = await Customer();
        var method = await Method();
        await gateway.Merchant.Order("lost_answer", "authorize");
        var silent = await gateway.Merchant.Pay(("payment_method", method), ("customer", customer), ("setup_future_usage", "off_session"));
        Assert.Equal("""200 {"status":"processing"}""", silent.Show("status"));
        Assert.Empty(await Cards(customer));

        gateway.Fixture.Clock.Advance(TimeSpan.FromSeconds(60));
        await gateway.Fixture.Sweep();

        Assert.Equal("""200 {"status":"succeeded"}""", (await gateway.Merchant.Get($"/v1/payment_intents/{silent.Id}")).Show("status"));
        Assert.Equal([method], await Cards(customer));
    }

    [Fact]
    public async Task Challenge_ThatIsPassed_SavesTheCard()
    {
        var customer = await Customer();
        var waiting = await gateway.Merchant.Pay(
            ("payment_method", Secured), ("customer", customer), ("setup_future_usage", "off_session"), ("return_url", "https://shop.example/back"));
        Assert.Empty(await Cards(customer));

        await ChallengeTests.Answer(waiting, "approve");

        Assert.Single(await Cards(customer));
    }

    private async Task<string> Customer() => (await gateway.Merchant.Post("/v1/customers", ("name", "Amina Benali"))).Id;

    private async Task<string> Method() => (await gateway.Merchant.Post(
        "/v1/payment_methods",
        ("type", "card"), ("card[number]", "4242424242424242"), ("card[exp_month]", "12"), ("card[exp_year]", "2034"), ("card[cvc]", "123"))).Id;

    private async Task<string> Saved(string customer) => (await gateway.Merchant.Post("/v1/payment_methods/pm_card_visa/attach", ("customer", customer))).Id;

    private Task<List<string>> Cards(string customer) => Ids($"/v1/customers/{customer}/payment_methods");

    private async Task<List<string>> Ids(string path) =>
        [.. (await gateway.Merchant.Get(path))["data"]!.AsArray().Select(one => one!["id"]!.GetValue<string>())];
}
