using System.Net;
using PayGate.Api.Tests.Payments;

namespace PayGate.Api.Tests.SetupIntents;

/// <summary>3-D Secure before a card is saved: the issuer's page, and what becomes of the setup.</summary>
[Collection(GatewayCollection.Name)]
public sealed class SetupChallengeTests(Gateway gateway)
{
    private const string Secured = "pm_card_threeDSecure2Required";

    [Fact]
    public async Task Card_IsSavedOnceTheCardholderPassed_AndTheBankIsNotAskedBefore()
    {
        var customer = (await gateway.Merchant.Post("/v1/customers")).Id;
        var waiting = await Setup(("customer", customer), ("payment_method", Secured), ("return_url", "https://shop.example/back?step=2"));

        Assert.Equal(
            """200 {"status":"requires_action","next_action.redirect_to_url.return_url":"https://shop.example/back?step=2","latest_attempt":null}""",
            waiting.Show("status", "next_action.redirect_to_url.return_url", "latest_attempt"));
        Assert.Empty(await gateway.BankOperations(waiting.Id));
        Assert.Empty(await Saved(customer));

        var location = await ChallengeTests.Answer(waiting, "approve");

        Assert.Equal($"https://shop.example/back?step=2&setup_intent={waiting.Id}&redirect_status=succeeded", location);
        var done = await gateway.Merchant.Get($"/v1/setup_intents/{waiting.Id}");
        Assert.Equal("""200 {"status":"succeeded","next_action":null,"last_setup_error":null}""", done.Show("status", "next_action", "last_setup_error"));
        Assert.Equal(["authorize 0 00"], await gateway.BankOperations(waiting.Id));
        Assert.Single(await Saved(customer));
        Assert.Equal(["setup_intent.created", "setup_intent.requires_action", "setup_intent.succeeded"], await Events(waiting.Id));
    }

    [Fact]
    public async Task Refusal_ByTheCardholder_SavesNothingAndSaysWhy_AndTheyMayTryAgain()
    {
        var customer = (await gateway.Merchant.Post("/v1/customers")).Id;
        var waiting = await Setup(("customer", customer), ("payment_method", Secured), ("return_url", "https://shop.example/back"));

        Assert.EndsWith("redirect_status=failed", await ChallengeTests.Answer(waiting, "refuse"), StringComparison.Ordinal);
        var failed = await gateway.Merchant.Get($"/v1/setup_intents/{waiting.Id}");

        Assert.Equal(
            """200 {"status":"requires_payment_method","payment_method":null,"last_setup_error.code":"setup_intent_authentication_failure"}""",
            failed.Show("status", "payment_method", "last_setup_error.code"));
        Assert.Empty(await gateway.BankOperations(waiting.Id));
        Assert.Empty(await Saved(customer));
        Assert.EndsWith("redirect_status=failed", await ChallengeTests.Answer(waiting, "approve"), StringComparison.Ordinal);
        Assert.Empty(await gateway.BankOperations(waiting.Id));
        var again = await gateway.Merchant.Post($"/v1/setup_intents/{waiting.Id}/confirm", ("payment_method", "pm_card_visa"));
        Assert.Equal("""200 {"status":"succeeded","last_setup_error":null}""", again.Show("status", "last_setup_error"));
    }

    [Theory]
    [InlineData("pm_card_threeDSecureOptional", "challenge", "requires_action")]
    [InlineData("pm_card_visa", "any", "succeeded")]
    [InlineData("pm_card_threeDSecureOptional", "automatic", "succeeded")]
    [InlineData(Secured, "automatic", "requires_action")]
    public async Task Merchant_MayAskForMoreThanTheIssuerDoes(string method, string demand, string status)
    {
        var setup = await Setup(("payment_method", method), ("payment_method_options[card][request_three_d_secure]", demand));

        Assert.Equal($$"""200 {"status":"{{status}}"}""", setup.Show("status"));
    }

    [Fact]
    public async Task Confirm_ThatEndedInAChallenge_IsReplayed_AndOthersAreRefusedMeanwhile()
    {
        var created = await gateway.Merchant.Post("/v1/setup_intents");
        var (path, key) = ($"/v1/setup_intents/{created.Id}/confirm", $"challenge-{created.Id}");

        var first = await gateway.Merchant.PostOnce(key, path, ("payment_method", Secured));
        var again = await gateway.Merchant.PostOnce(key, path, ("payment_method", Secured));

        Assert.Equal((true, first["next_action.redirect_to_url.url"]!.ToString()), (again.Replayed, again["next_action.redirect_to_url.url"]!.ToString()));
        Assert.Equal(
            """400 {"error.code":"setup_intent_unexpected_state"}""", (await gateway.Merchant.Post(path, ("payment_method", "pm_card_visa"))).Show("error.code"));
    }

    [Fact]
    public async Task Challenge_ThatWasTakenBack_CannotBePassedAnyMore()
    {
        var canceled = await Setup(("payment_method", Secured));
        await gateway.Merchant.Post($"/v1/setup_intents/{canceled.Id}/cancel");
        var changed = await Setup(("payment_method", Secured));
        await gateway.Merchant.Post($"/v1/setup_intents/{changed.Id}", ("description", "another"));

        Assert.StartsWith($"/issuer/{canceled.Id}/", await ChallengeTests.Answer(canceled, "approve"), StringComparison.Ordinal);
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("answer", "approve")]);
        using var gone = await gateway.Fixture.Client.PostAsync(new Uri(changed["next_action.redirect_to_url.url"]!.GetValue<string>()), form);

        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        Assert.Empty(await gateway.BankOperations(canceled.Id));
        Assert.Empty(await gateway.BankOperations(changed.Id));
    }

    private Task<Reply> Setup(params (string, string)[] form) => gateway.Merchant.Post("/v1/setup_intents", [("confirm", "true"), .. form]);

    private async Task<List<string>> Saved(string customer) =>
        [.. (await gateway.Merchant.Get($"/v1/customers/{customer}/payment_methods"))["data"]!.AsArray().Select(one => one!["id"]!.GetValue<string>())];

    private async Task<List<string>> Events(string id) =>
        [.. (await gateway.Merchant.Get("/v1/events?limit=100"))["data"]!.AsArray()
            .Where(one => one!["data"]!["object"]!["id"]!.GetValue<string>() == id).Select(one => one!["type"]!.GetValue<string>()).Reverse()];
}
