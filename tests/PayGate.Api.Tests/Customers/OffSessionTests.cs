using PayGate.Api.Tests.Payments;

namespace PayGate.Api.Tests.Customers;

/// <summary>Payments without the cardholder, with cards whose issuers want 3-D Secure unless the card was set up.</summary>
[Collection(GatewayCollection.Name)]
public sealed class OffSessionTests(Gateway gateway)
{
    private const string UnlessSetUp = "pm_card_authenticationRequiredOnSetup";
    private const string AlreadySetUp = "pm_card_authenticationRequiredSetupForOffSession";
    private const string Always = "pm_card_authenticationRequired";

    [Theory]
    [InlineData(UnlessSetUp, "authentication_required")]
    [InlineData(Always, "authentication_required")]
    [InlineData(AlreadySetUp, null)]
    [InlineData("pm_card_visa", null)]
    public async Task OffSession_WithACardThatWasOnlyAttached_IsTheIssuersToDecline(string name, string? code)
    {
        var customer = await Customer();
        var method = (await gateway.Merchant.Post($"/v1/payment_methods/{name}/attach", ("customer", customer))).Id;

        await PaysOffSession(customer, method, code);
    }

    [Theory]
    [InlineData("off_session", null)]
    [InlineData("on_session", "authentication_required")]
    public async Task OffSession_AfterASetup_SucceedsWhereItWasForThat(string usage, string? code)
    {
        var customer = await Customer();
        var setup = await gateway.Merchant.Post(
            "/v1/setup_intents", ("customer", customer), ("payment_method", UnlessSetUp), ("usage", usage), ("confirm", "true"), ("return_url", Back));
        await ChallengeTests.Answer(setup, "approve");

        await PaysOffSession(customer, (await gateway.Merchant.Ids($"/v1/customers/{customer}/payment_methods")).Single(), code);
    }

    [Theory]
    [InlineData(UnlessSetUp, null)]
    [InlineData(Always, "authentication_required")]
    public async Task OffSession_AfterAPaymentThatSavedTheCard_SucceedsUnlessTheIssuerAlwaysAsks(string name, string? code)
    {
        var customer = await Customer();
        var first = await gateway.Merchant.Pay(
            ("payment_method", name), ("customer", customer), ("setup_future_usage", "off_session"), ("return_url", Back));
        await ChallengeTests.Answer(first, "approve");

        await PaysOffSession(customer, (await gateway.Merchant.Ids($"/v1/customers/{customer}/payment_methods")).Single(), code);
    }

    [Theory]
    [InlineData(UnlessSetUp)]
    [InlineData(AlreadySetUp)]
    [InlineData(Always)]
    public async Task OnSession_AsksTheCardholderAllTheSame(string name)
    {
        var customer = await Customer();
        var setup = await gateway.Merchant.Post(
            "/v1/setup_intents", ("customer", customer), ("payment_method", name), ("confirm", "true"), ("return_url", Back));
        await ChallengeTests.Answer(setup, "approve");
        var method = (await gateway.Merchant.Ids($"/v1/customers/{customer}/payment_methods")).Single();

        var paid = await gateway.Merchant.Pay(("payment_method", method), ("customer", customer), ("return_url", Back));

        Assert.Equal("""200 {"status":"requires_action"}""", paid.Show("status"));
    }

    private const string Back = "https://shop.example/back";

    private async Task<string> Customer() => (await gateway.Merchant.Post("/v1/customers")).Id;

    private async Task PaysOffSession(string customer, string method, string? code)
    {
        var paid = await gateway.Merchant.Pay(("payment_method", method), ("customer", customer), ("off_session", "true"));
        Assert.Equal(
            code is null ? """200 {"status":"succeeded"}""" : $$"""402 {"error.code":"{{code}}"}""",
            paid.Show(code is null ? "status" : "error.code"));
    }
}
