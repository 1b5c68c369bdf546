using System.Text.Json.Nodes;
using PayGate.Api.Tests.Payments;

namespace PayGate.Api.Tests.SetupIntents;

/// <summary>Cards made ready for later payments, on the real database and bank.</summary>
[Collection(GatewayCollection.Name)]
public sealed class SetupIntentTests(Gateway gateway)
{
    /// <summary>Longer than the bank's deadline, from when on the sweep asks.</summary>
    private static readonly TimeSpan UntilAsked = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Confirm_VerifiesWithNothing_AndSavesTheCardForTheCustomer()
    {
        var customer = await Customer();
        var created = await Create(customer);
        Assert.Equal("""200 {"status":"requires_payment_method","usage":"off_session","latest_attempt":null}""", created.Show("status", "usage", "latest_attempt"));

        var confirmed = await Confirm(created, ("payment_method", "pm_card_visa"));

        Assert.Equal($$"""200 {"status":"succeeded","customer":"{{customer}}","last_setup_error":null}""", confirmed.Show("status", "customer", "last_setup_error"));
        Assert.StartsWith("setatt_", confirmed["latest_attempt"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(created.Secret, confirmed.Secret);
        Assert.Equal(["authorize 0 00"], await gateway.BankOperations(created.Id));
        Assert.Equal([Method(confirmed)], await Saved(customer));
        Assert.Equal("""200 {"status":"succeeded"}""", (await gateway.Merchant.Pay(("payment_method", Method(confirmed)), ("customer", customer))).Show("status"));
        var late = await Confirm(created, ("payment_method", "pm_card_visa"));
        Assert.Equal(
            """400 {"error.code":"setup_intent_unexpected_state","error.setup_intent.status":"succeeded"}""", late.Show("error.code", "error.setup_intent.status"));
    }

    [Fact]
    public async Task Create_WithConfirm_DoesAllInOneRequest_AndIsReplayed()
    {
        var customer = await Customer();
        (string, string)[] form = [("customer", customer), ("payment_method", "pm_card_mastercard"), ("confirm", "true"), ("metadata[seat]", "12")];

        var first = await gateway.Merchant.PostOnce($"setup-{customer}", "/v1/setup_intents", form);
        var again = await gateway.Merchant.PostOnce($"setup-{customer}", "/v1/setup_intents", form);

        Assert.Equal("""200 {"status":"succeeded","metadata":{"seat":"12"}}""", first.Show("status", "metadata"));
        Assert.True(again.Replayed);
        Assert.Equal(first.Body.ToJsonString(), again.Body.ToJsonString());
        Assert.Equal([Method(first)], await Saved(customer));
    }

    [Fact]
    public async Task Confirm_WhenTheBankDeclines_IsACardErrorWithTheSetupInside_AndAnotherCardMayFollow()
    {
        var customer = await Customer();
        var created = await Create(customer);

        var declined = await Confirm(created, ("payment_method", "pm_card_chargeDeclinedInsufficientFunds"));

        Assert.Equal(
            """402 {"error.code":"card_declined","error.decline_code":"insufficient_funds","error.setup_intent.status":"requires_payment_method","error.setup_intent.last_setup_error.code":"card_declined","error.setup_intent.payment_method":null}""",
            declined.Show(
                "error.code", "error.decline_code", "error.setup_intent.status", "error.setup_intent.last_setup_error.code", "error.setup_intent.payment_method"));
        Assert.Equal(created.Secret, declined["error.setup_intent.client_secret"]!.GetValue<string>());
        Assert.Empty(await Saved(customer));
        Assert.Equal("""200 {"status":"succeeded"}""", (await Confirm(created, ("payment_method", "pm_card_visa"))).Show("status"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Confirm_WhenTheBankIsSilent_IsProcessingUntilTheSweepKnows(bool bankSawIt)
    {
        var customer = await Customer();
        var created = await Create(customer);
        var (key, path) = ($"confirm-{created.Id}", $"/v1/setup_intents/{created.Id}/confirm");
        await gateway.Merchant.Order(bankSawIt ? "lost_answer" : "lost_request", "authorize");

        var silent = await gateway.Merchant.PostOnce(key, path, ("payment_method", "pm_card_visa"));
        var impatient = await gateway.Merchant.Post($"/v1/setup_intents/{created.Id}/cancel");
        gateway.Fixture.Clock.Advance(UntilAsked);
        await gateway.Fixture.Sweep();
        var settled = await gateway.Merchant.Get($"/v1/setup_intents/{created.Id}");
        var replayed = await gateway.Merchant.PostOnce(key, path, ("payment_method", "pm_card_visa"));

        Assert.Equal("""200 {"status":"processing"}""", silent.Show("status"));
        Assert.Equal("""400 {"error.code":"setup_intent_unexpected_state"}""", impatient.Show("error.code"));
        Assert.Equal(bankSawIt ? """200 {"status":"succeeded"}""" : """200 {"status":"requires_payment_method"}""", settled.Show("status"));
        Assert.True(JsonNode.DeepEquals(silent.Body, replayed.Body));
        Assert.Equal(bankSawIt ? 1 : 0, (await Saved(customer)).Count);
        Assert.Single(await gateway.BankOperations(created.Id));
    }

    [Fact]
    public async Task Confirm_TwentyTimesAtOnce_VerifiesOnce()
    {
        var created = await Create(await Customer());

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Confirm(created, ("payment_method", "pm_card_visa"))));

        Assert.Single(answers, answer => answer.Status == 200);
        Assert.All(answers.Where(answer => answer.Status != 200), answer => Assert.Equal("""400 {"error.code":"setup_intent_unexpected_state"}""", answer.Show("error.code")));
        Assert.Equal(["authorize 0 00"], await gateway.BankOperations(created.Id));
    }

    [Fact]
    public async Task Confirm_WhenTheCustomerWasDeleted_IsRefusedBeforeTheBankIsAsked()
    {
        var customer = await Customer();
        var created = await Create(customer);
        await gateway.Merchant.Delete($"/v1/customers/{customer}");

        var failed = await Confirm(created, ("payment_method", "pm_card_visa"));

        Assert.Equal("""404 {"error.code":"resource_missing","error.param":"customer"}""", failed.Show("error.code", "error.param"));
        Assert.Empty(await gateway.BankOperations(created.Id));
    }

    [Fact]
    public async Task Confirm_WhenTheCustomerIsFull_FailsAfterTheApproval_AndSaysWhy()
    {
        var customer = await Customer();
        for (var count = 0; count < 100; count++)
        {
            Assert.Equal(200, (await gateway.Merchant.Post("/v1/payment_methods/pm_card_visa/attach", ("customer", customer))).Status);
        }

        var failed = await Confirm(await Create(customer), ("payment_method", "pm_card_visa"));

        Assert.Equal(
            """400 {"error.type":"invalid_request_error","error.code":"customer_max_payment_methods","error.setup_intent.status":"requires_payment_method"}""",
            failed.Show("error.type", "error.code", "error.setup_intent.status"));
        Assert.Equal(100, (await Saved(customer)).Count);
    }

    [Fact]
    public async Task Confirm_FromABrowser_NeedsTheClientSecretAndShowsNoMetadata()
    {
        var created = await gateway.Merchant.Post("/v1/setup_intents", ("customer", await Customer()), ("metadata[seat]", "12"));
        var path = $"/v1/setup_intents/{created.Id}";

        Assert.Equal(401, (await gateway.Browser.Post(path + "/confirm", ("payment_method", "pm_card_visa"))).Status);
        Assert.Equal(401, (await gateway.Browser.Get($"{path}?client_secret={created.Secret[..^1]}x")).Status);
        Assert.Equal("""200 {"metadata":{}}""", (await gateway.Browser.Get($"{path}?client_secret={created.Secret}")).Show("metadata"));

        var confirmed = await gateway.Browser.Post(
            path + "/confirm", ("client_secret", created.Secret), ("payment_method_data[type]", "card"), ("payment_method_data[card][number]", "4242424242424242"),
            ("payment_method_data[card][exp_month]", "12"), ("payment_method_data[card][exp_year]", "2034"), ("payment_method_data[card][cvc]", "123"));

        Assert.Equal("""200 {"status":"succeeded","metadata":{}}""", confirmed.Show("status", "metadata"));
    }

    [Fact]
    public async Task SetupWithoutCustomer_LeavesACardThatMayStillBeSaved_AndPaysNothing()
    {
        var done = await gateway.Merchant.Post("/v1/setup_intents", ("payment_method", "pm_card_visa"), ("confirm", "true"), ("usage", "on_session"));
        Assert.Equal("""200 {"status":"succeeded","usage":"on_session","customer":null}""", done.Show("status", "usage", "customer"));

        Assert.Equal("""400 {"error.code":"token_already_used"}""", (await gateway.Merchant.Pay(("payment_method", Method(done)))).Show("error.code"));
        var customer = await Customer();
        Assert.Equal(200, (await gateway.Merchant.Post($"/v1/payment_methods/{Method(done)}/attach", ("customer", customer))).Status);
        Assert.Equal("""200 {"status":"succeeded"}""", (await gateway.Merchant.Pay(("payment_method", Method(done)), ("customer", customer))).Show("status"));
    }

    [Fact]
    public async Task SavedCard_IsSetUpForItsOwnCustomerOnly()
    {
        var (customer, other) = (await Customer(), await Customer());
        var saved = (await gateway.Merchant.Post("/v1/payment_methods/pm_card_visa/attach", ("customer", customer))).Id;

        foreach (var wrong in new[] { await Create(other), await gateway.Merchant.Post("/v1/setup_intents") })
        {
            Assert.Equal("""400 {"error.code":"payment_method_unexpected_state"}""", (await Confirm(wrong, ("payment_method", saved))).Show("error.code"));
        }

        Assert.Equal("""200 {"status":"succeeded"}""", (await Confirm(await Create(customer), ("payment_method", saved))).Show("status"));
        Assert.Equal([saved], await Saved(customer));
    }

    [Fact]
    public async Task UpdateCancelAndList_FollowTheState()
    {
        var customer = await Customer();
        var created = await gateway.Merchant.Post("/v1/setup_intents");
        var path = $"/v1/setup_intents/{created.Id}";

        var updated = await gateway.Merchant.Post(path, ("customer", customer), ("payment_method", "pm_card_visa"), ("metadata[a]", "1"), ("description", "On file"));
        Assert.Equal(
            $$"""200 {"status":"requires_confirmation","customer":"{{customer}}","metadata":{"a":"1"},"description":"On file"}""",
            updated.Show("status", "customer", "metadata", "description"));
        Assert.Equal(
            $$"""200 {"data.0.id":"{{created.Id}}","has_more":false}""",
            (await gateway.Merchant.Get($"/v1/setup_intents?customer={customer}")).Show("data.0.id", "has_more"));
        var shown = await gateway.Merchant.Get($"{path}?expand[]=customer&expand[]=payment_method");
        Assert.Equal($$"""200 {"customer.id":"{{customer}}","payment_method.card.last4":"4242"}""", shown.Show("customer.id", "payment_method.card.last4"));

        var canceled = await gateway.Merchant.Post(path + "/cancel", ("cancellation_reason", "duplicate"));
        Assert.Equal("""200 {"status":"canceled","cancellation_reason":"duplicate"}""", canceled.Show("status", "cancellation_reason"));
        foreach (var late in new[] { await gateway.Merchant.Post(path, ("description", "x")), await Confirm(created), await gateway.Merchant.Post(path + "/cancel") })
        {
            Assert.Equal("""400 {"error.code":"setup_intent_unexpected_state","error.setup_intent.status":"canceled"}""", late.Show("error.code", "error.setup_intent.status"));
        }
    }

    private async Task<string> Customer() => (await gateway.Merchant.Post("/v1/customers")).Id;

    private Task<Reply> Create(string customer) => gateway.Merchant.Post("/v1/setup_intents", ("customer", customer));

    private Task<Reply> Confirm(Reply setup, params (string Name, string Value)[] form) => gateway.Merchant.Post($"/v1/setup_intents/{setup.Id}/confirm", form);

    private static string Method(Reply setup) => setup["payment_method"]!.GetValue<string>();

    private async Task<List<string>> Saved(string customer) =>
        [.. (await gateway.Merchant.Get($"/v1/payment_methods?customer={customer}&limit=100"))["data"]!.AsArray().Select(method => method!["id"]!.GetValue<string>())];
}
