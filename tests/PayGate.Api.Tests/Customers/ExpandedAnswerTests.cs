using PayGate.Api.Tests.Payments;

namespace PayGate.Api.Tests.Customers;

/// <summary>Answers of commands show customers and payment methods whole where that was asked for, as reads do.</summary>
[Collection(GatewayCollection.Name)]
public sealed class ExpandedAnswerTests(Gateway gateway)
{
    private static readonly (string, string)[] Deep =
    [
        ("expand[0]", "customer"), ("expand[1]", "payment_method.customer"), ("expand[2]", "latest_charge.customer"), ("expand[3]", "latest_charge.balance_transaction"),
    ];

    [Fact]
    public async Task Payment_InEachOfItsCommands()
    {
        var customer = await Customer();

        var paid = await gateway.Merchant.Pay([("customer", customer), .. Deep]);
        var authorized = await gateway.Merchant.Pay(("customer", customer), ("capture_method", "manual"));
        var updated = await gateway.Merchant.Post($"/v1/payment_intents/{(await gateway.Merchant.Create()).Id}", ("customer", customer), ("expand[]", "customer"));
        var captured = await gateway.Merchant.Post($"/v1/payment_intents/{authorized.Id}/capture", Deep);
        var charge = await gateway.Merchant.Post($"/v1/charges/{paid["latest_charge"]!["id"]}", ("description", "x"), ("expand[]", "payment_intent.customer"));
        var refund = await gateway.Merchant.Post("/v1/refunds", ("payment_intent", paid.Id), ("expand[0]", "charge.customer"), ("expand[1]", "payment_intent.payment_method"));

        foreach (var shown in new[] { paid, captured })
        {
            Assert.Equal(
                $$"""200 {"customer.name":"Amina Benali","payment_method.card.last4":"4242","latest_charge.customer.id":"{{customer}}","latest_charge.balance_transaction.type":"charge"}""",
                shown.Show("customer.name", "payment_method.card.last4", "latest_charge.customer.id", "latest_charge.balance_transaction.type"));
        }

        Assert.Equal("""200 {"customer.name":"Amina Benali"}""", updated.Show("customer.name"));
        Assert.Equal($$"""200 {"payment_intent.id":"{{paid.Id}}","payment_intent.customer.name":"Amina Benali"}""", charge.Show("payment_intent.id", "payment_intent.customer.name"));
        Assert.Equal("""200 {"charge.customer.name":"Amina Benali","payment_intent.payment_method.card.brand":"visa"}""", refund.Show("charge.customer.name", "payment_intent.payment_method.card.brand"));
    }

    [Fact]
    public async Task WhatBelongsToACustomer_InEachOfItsCommands()
    {
        var (customer, method) = (await Customer(), await gateway.Merchant.Method("4242424242424242"));

        var attached = await gateway.Merchant.Post($"/v1/payment_methods/{method}/attach", ("customer", customer), ("expand[]", "customer"));
        var owner = await gateway.Merchant.Post(
            $"/v1/customers/{customer}", ("invoice_settings[default_payment_method]", method), ("expand[]", "invoice_settings.default_payment_method.customer"));
        var setup = await gateway.Merchant.Post("/v1/setup_intents", ("customer", customer), ("payment_method", method), ("expand[0]", "customer"), ("expand[1]", "payment_method"));
        var session = await gateway.Merchant.Post(
            "/v1/checkout/sessions", ("mode", "payment"), ("success_url", "https://shop.example/done"), ("customer", customer),
            ("line_items[0][price_data][currency]", "usd"), ("line_items[0][price_data][unit_amount]", "700"), ("line_items[0][price_data][product_data][name]", "Tea"),
            ("line_items[0][quantity]", "1"), ("expand[0]", "payment_intent.customer"), ("expand[1]", "customer"));

        Assert.Equal("""200 {"customer.name":"Amina Benali"}""", attached.Show("customer.name"));
        Assert.Equal(
            $$"""200 {"invoice_settings.default_payment_method.id":"{{method}}","invoice_settings.default_payment_method.customer.id":"{{customer}}"}""",
            owner.Show("invoice_settings.default_payment_method.id", "invoice_settings.default_payment_method.customer.id"));
        Assert.Equal("""200 {"customer.name":"Amina Benali","payment_method.card.last4":"4242"}""", setup.Show("customer.name", "payment_method.card.last4"));
        Assert.Equal(
            """200 {"customer.name":"Amina Benali","payment_intent.amount":700,"payment_intent.customer.name":"Amina Benali"}""",
            session.Show("customer.name", "payment_intent.amount", "payment_intent.customer.name"));
    }

    [Fact]
    public async Task Replay_ShowsTheSamePayment_AndTheCustomerAsItIsByNow()
    {
        var customer = await Customer();
        var request = new (string, string)[] { ("amount", "1999"), ("currency", "usd"), ("customer", customer), ("description", "First"), ("expand[]", "customer") };
        var first = await gateway.Merchant.PostOnce("expanded replay", "/v1/payment_intents", request);
        await gateway.Merchant.Post($"/v1/payment_intents/{first.Id}", ("description", "Second"));
        await gateway.Merchant.Post($"/v1/customers/{customer}", ("name", "A. Benali"));

        var replay = await gateway.Merchant.PostOnce("expanded replay", "/v1/payment_intents", request);

        Assert.Equal("""200 {"description":"First","customer.name":"Amina Benali"}""", first.Show("description", "customer.name"));
        Assert.Equal("""200 {"description":"First","customer.name":"A. Benali"}""", replay.Show("description", "customer.name"));
        Assert.Equal(first["client_secret"]!.ToString(), replay["client_secret"]!.ToString());
    }

    private async Task<string> Customer() => (await gateway.Merchant.Post("/v1/customers", ("name", "Amina Benali"))).Id;
}
