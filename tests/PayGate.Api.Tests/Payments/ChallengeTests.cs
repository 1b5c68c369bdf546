using System.Net;

namespace PayGate.Api.Tests.Payments;

[Collection(GatewayCollection.Name)]
public sealed class ChallengeTests(Gateway gateway)
{
    private const string Secured = "pm_card_threeDSecure2Required";
    private const string ThreeDSecure = "latest_charge.payment_method_details.card.three_d_secure";

    [Fact]
    public async Task Confirm_OfACardThatMustBeAuthenticated_AsksNothingOfTheBankBeforeTheCardholderPassed()
    {
        var waiting = await gateway.Merchant.Pay(("payment_method", Secured), ("return_url", "https://shop.example/back?order=7"));
        var page = PageOf(waiting);

        Assert.Equal(
            """200 {"status":"requires_action","next_action.type":"redirect_to_url","next_action.redirect_to_url.return_url":"https://shop.example/back?order=7","latest_charge":null}""",
            waiting.Show("status", "next_action.type", "next_action.redirect_to_url.return_url", "latest_charge"));
        Assert.Empty(await gateway.BankOperations(waiting.Id));

        var location = await Answer(page, "approve");

        Assert.Equal($"https://shop.example/back?order=7&payment_intent={waiting.Id}&redirect_status=succeeded", location);
        var paid = await gateway.Merchant.Get($"/v1/payment_intents/{waiting.Id}?expand[]=latest_charge");
        Assert.Equal(
            $$"""200 {"status":"succeeded","next_action":null,"{{ThreeDSecure}}.authentication_flow":"challenge","{{ThreeDSecure}}.result":"authenticated","{{ThreeDSecure}}.electronic_commerce_indicator":"05","{{ThreeDSecure}}.liability_shifted":true}""",
            paid.Show(
                "status", "next_action", ThreeDSecure + ".authentication_flow", ThreeDSecure + ".result",
                ThreeDSecure + ".electronic_commerce_indicator", ThreeDSecure + ".liability_shifted"));
        Assert.Equal(["sale 1999 00"], await gateway.BankOperations(waiting.Id));
    }

    [Fact]
    public async Task Refusal_ByTheCardholder_TakesNoAttemptAndSaysWhy()
    {
        var waiting = await gateway.Merchant.Pay(("payment_method", Secured), ("return_url", "https://shop.example/back"));

        var location = await Answer(PageOf(waiting), "refuse");

        Assert.EndsWith("redirect_status=failed", location, StringComparison.Ordinal);
        var failed = await gateway.Merchant.Get($"/v1/payment_intents/{waiting.Id}");
        Assert.Equal(
            """200 {"status":"requires_payment_method","last_payment_error.code":"payment_intent_authentication_failure","last_payment_error.attempts_left":5}""",
            failed.Show("status", "last_payment_error.code", "last_payment_error.attempts_left"));
        Assert.Empty(await gateway.BankOperations(waiting.Id));
        Assert.Equal("succeeded", (await gateway.Merchant.Post($"/v1/payment_intents/{waiting.Id}/confirm", ("payment_method", "pm_card_visa")))["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task Cardholder_WhoLeaves_ChangesNothingAndMayComeBack()
    {
        var waiting = await gateway.Merchant.Pay(("payment_method", Secured));

        Assert.Equal($"/pay/{waiting.Id}", await Answer(PageOf(waiting), "leave"));
        Assert.Equal("""200 {"status":"requires_action"}""", (await gateway.Merchant.Get($"/v1/payment_intents/{waiting.Id}")).Show("status"));
        Assert.Equal($"/pay/{waiting.Id}", await Answer(PageOf(waiting), "approve"));
        Assert.Equal("""200 {"status":"succeeded"}""", (await gateway.Merchant.Get($"/v1/payment_intents/{waiting.Id}")).Show("status"));
    }

    [Fact]
    public async Task Approval_ByTwoTabs_ChargesOnce()
    {
        var waiting = await gateway.Merchant.Pay(("payment_method", Secured));

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Answer(PageOf(waiting), "approve")));

        Assert.Equal("""200 {"status":"succeeded"}""", (await gateway.Merchant.Get($"/v1/payment_intents/{waiting.Id}")).Show("status"));
        Assert.Equal(["sale 1999 00"], await gateway.BankOperations(waiting.Id));
    }

    [Fact]
    public async Task Approval_AfterTheHour_IsTooLate()
    {
        var waiting = await gateway.Merchant.Pay(("payment_method", Secured));
        gateway.Fixture.Clock.Advance(TimeSpan.FromHours(1));

        await Answer(PageOf(waiting), "approve");

        Assert.Equal(
            """200 {"status":"canceled","cancellation_reason":"expired"}""",
            (await gateway.Merchant.Get($"/v1/payment_intents/{waiting.Id}")).Show("status", "cancellation_reason"));
        Assert.Empty(await gateway.BankOperations(waiting.Id));
    }

    [Fact]
    public async Task Approval_OfACardThatIsThenDeclined_IsADecline()
    {
        var waiting = await gateway.Merchant.Pay(("payment_method", "pm_card_threeDSecureRequiredChargeDeclined"));

        await Answer(PageOf(waiting), "approve");

        Assert.Equal(
            """200 {"status":"requires_payment_method","last_payment_error.code":"card_declined","last_payment_error.attempts_left":4}""",
            (await gateway.Merchant.Get($"/v1/payment_intents/{waiting.Id}")).Show("status", "last_payment_error.code", "last_payment_error.attempts_left"));
    }

    [Theory]
    [InlineData("pm_card_visa", "any", "attempt_acknowledged", "06")]
    [InlineData("pm_card_threeDSecureOptional", "any", "authenticated", "05")]
    public async Task Confirm_WithADemand_AuthenticatesWithoutTheCardholder(string method, string demand, string result, string eci)
    {
        var paid = await gateway.Merchant.Pay(
            ("payment_method", method), ("payment_method_options[card][request_three_d_secure]", demand), ("expand[]", "latest_charge"));

        Assert.Equal(
            $$"""200 {"status":"succeeded","payment_method_options.card.request_three_d_secure":"{{demand}}","{{ThreeDSecure}}.authentication_flow":"frictionless","{{ThreeDSecure}}.result":"{{result}}","{{ThreeDSecure}}.electronic_commerce_indicator":"{{eci}}"}""",
            paid.Show(
                "status", "payment_method_options.card.request_three_d_secure", ThreeDSecure + ".authentication_flow", ThreeDSecure + ".result",
                ThreeDSecure + ".electronic_commerce_indicator"));
    }

    [Theory]
    [InlineData("pm_card_threeDSecureOptional", "challenge", "requires_action")]
    [InlineData("pm_card_threeDSecureOptional", "automatic", "succeeded")]
    [InlineData("pm_card_amex", "any", "succeeded")]
    public async Task Confirm_WithADemand_ChallengesWhoCanBeChallenged(string method, string demand, string status)
    {
        var confirmed = await gateway.Merchant.Pay(("payment_method", method), ("payment_method_options[card][request_three_d_secure]", demand));

        Assert.Equal($$"""200 {"status":"{{status}}"}""", confirmed.Show("status"));
    }

    [Fact]
    public async Task Confirm_OffSession_IsDeclinedByAnIssuerThatWantsTheCardholder()
    {
        var declined = await gateway.Merchant.Pay(("payment_method", Secured), ("off_session", "true"));

        Assert.Equal(
            """402 {"error.code":"authentication_required","error.decline_code":"authentication_required","error.payment_intent.status":"requires_payment_method"}""",
            declined.Show("error.code", "error.decline_code", "error.payment_intent.status"));
    }

    [Fact]
    public async Task Confirm_WithTheSameKey_GetsTheChallengeAgainAlsoWhenItIsOver()
    {
        var created = await gateway.Merchant.Create();
        var path = $"/v1/payment_intents/{created.Id}/confirm";
        var first = await gateway.Merchant.PostOnce($"confirm-{created.Id}", path, ("payment_method", Secured));
        await Answer(PageOf(first), "approve");

        var replayed = await gateway.Merchant.PostOnce($"confirm-{created.Id}", path, ("payment_method", Secured));

        Assert.Equal((true, first.Body.ToJsonString()), (replayed.Replayed, replayed.Body.ToJsonString()));
        Assert.Equal(["sale 1999 00"], await gateway.BankOperations(created.Id));
    }

    [Fact]
    public async Task Page_OfAnotherTransaction_IsUnknown()
    {
        var waiting = await gateway.Merchant.Pay(("payment_method", Secured));
        var guessed = PageOf(waiting)[..^36] + Guid.NewGuid().ToString("D");

        Assert.Equal(HttpStatusCode.NotFound, (await gateway.Fixture.Client.GetAsync(new Uri(guessed))).StatusCode);
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("answer", "approve")]);
        Assert.Equal(HttpStatusCode.NotFound, (await gateway.Fixture.Client.PostAsync(new Uri(guessed), form)).StatusCode);
        Assert.Equal("""200 {"status":"requires_action"}""", (await gateway.Merchant.Get($"/v1/payment_intents/{waiting.Id}")).Show("status"));
    }

    /// <summary>What the cardholder of a payment that waits answers at the issuer's page.</summary>
    internal static Task<string> Answer(Reply waiting, string answer) => Answer(PageOf(waiting), answer);

    private static string PageOf(Reply waiting) => waiting["next_action.redirect_to_url.url"]!.GetValue<string>();

    /// <summary>Where the issuer's page leads after an answer.</summary>
    private static async Task<string> Answer(string page, string answer)
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("answer", answer)]);
        using var response = await client.PostAsync(new Uri(page), form);
        Assert.Equal(HttpStatusCode.SeeOther, response.StatusCode);
        return response.Headers.Location!.OriginalString;
    }
}
