using PayGate.Api.Tests.Payments;

namespace PayGate.Api.Tests.Customers;

/// <summary>The order of an erasure as its merchant sees it. What is erased, and what is not, a dump shows elsewhere.</summary>
[Collection(GatewayCollection.Name)]
public sealed class CustomerErasureTests(Gateway gateway)
{
    [Fact]
    public async Task Erase_IsPendingAtFirst_AndDoneWhenNothingIsLeft()
    {
        var customer = (await gateway.Merchant.Post("/v1/customers", ("name", "Amina"), ("email", "amina@erase.example"))).Id;
        var paid = await gateway.Merchant.Pay(("customer", customer), ("description", "For Amina"), ("receipt_email", "amina@erase.example"));

        var ordered = await gateway.Merchant.PostOnce($"erase-{customer}", $"/v1/customers/{customer}/erase");
        Assert.Equal(
            $$"""200 {"id":"{{customer}}","object":"customer_erasure","status":"pending","completed_at":null}""",
            ordered.Show("id", "object", "status", "completed_at"));
        Assert.Equal("""200 {"deleted":true}""", (await gateway.Merchant.Get($"/v1/customers/{customer}")).Show("deleted"));
        await gateway.Fixture.Sweep();
        Assert.Equal("""200 {"status":"pending"}""", (await gateway.Merchant.Get($"/v1/customers/{customer}/erasure")).Show("status"));
        Assert.Equal(
            """200 {"status":"succeeded","amount":1999,"description":null,"receipt_email":null}""",
            (await gateway.Merchant.Get($"/v1/payment_intents/{paid.Id}")).Show("status", "amount", "description", "receipt_email"));

        gateway.Fixture.Clock.Advance(TimeSpan.FromMinutes(2));
        await gateway.Fixture.Sweep();
        await gateway.Fixture.Sweep();

        Assert.Equal("""200 {"status":"done"}""", (await gateway.Merchant.Get($"/v1/customers/{customer}/erasure")).Show("status"));
        Assert.Equal("""200 {"status":"done"}""", (await gateway.Merchant.Post($"/v1/customers/{customer}/erase")).Show("status"));
        var replayed = await gateway.Merchant.PostOnce($"erase-{customer}", $"/v1/customers/{customer}/erase");
        Assert.True(replayed.Replayed);
        Assert.Equal(ordered.Body.ToJsonString(), replayed.Body.ToJsonString());
    }

    [Fact]
    public async Task RecordedAnswer_OfAnErasedPayment_IsItsIdAlone()
    {
        var customer = (await gateway.Merchant.Post("/v1/customers")).Id;
        (string, string)[] payment = [("amount", "1999"), ("currency", "usd"), ("payment_method", "pm_card_visa"), ("confirm", "true"), ("customer", customer)];
        var paid = await gateway.Merchant.PostOnce($"pay-{customer}", "/v1/payment_intents", payment);
        await gateway.Merchant.Post($"/v1/customers/{customer}/erase");
        await gateway.Fixture.Sweep();
        await gateway.Fixture.Sweep();

        Assert.Equal(
            [$$"""200 {"id" : "{{paid.Id}}", "erased" : true}"""],
            await gateway.Lines($"select status || ' ' || convert_from(body, 'UTF8') from paygate.idempotency where key = 'pay-{customer}'"));
    }

    [Fact]
    public async Task RecordedAnswer_OfAnErasedCard_IsItsIdAlone()
    {
        var customer = (await gateway.Merchant.Post("/v1/customers")).Id;
        (string, string)[] card = [("type", "card"), ("card[number]", "4242424242424242"), ("card[exp_month]", "12"), ("card[exp_year]", "2039")];
        var made = await gateway.Merchant.PostOnce($"card-{customer}", "/v1/payment_methods", [.. card, ("billing_details[email]", "amina@erase.example")]);
        await gateway.Merchant.Post($"/v1/payment_methods/{made.Id}/attach", ("customer", customer));
        await Erase(customer);

        Assert.Equal([$$"""{"id" : "{{made.Id}}", "erased" : true}"""], await Recorded($"card-{customer}"));
    }

    /// <summary>A key is free again after 24 hours.</summary>
    [Fact]
    public async Task RecordedAnswer_OfAnotherRequestUnderTheSameKey_Stays()
    {
        var customer = (await gateway.Merchant.Post("/v1/customers")).Id;
        await gateway.Merchant.PostOnce($"again-{customer}", $"/v1/customers/{customer}", ("name", "Amina"));
        await gateway.Lines(
            $"update paygate.idempotency set request_id = 'req_0000000000000000000000001', body = 'theirs' where key = 'again-{customer}' returning key");
        await Erase(customer);

        Assert.Equal(["theirs"], await Recorded($"again-{customer}"));
    }

    [Fact]
    public async Task CardThatItsSetupDoesNotShowAnyMore_IsErased()
    {
        var customer = (await gateway.Merchant.Post("/v1/customers")).Id;
        var (declined, saved) = (await gateway.Merchant.Method("4000000000000002"), await gateway.Merchant.Method("5200828282828210"));
        var setup = (await gateway.Merchant.Post("/v1/setup_intents", ("customer", customer))).Id;
        Assert.Equal(402, (await gateway.Merchant.Post($"/v1/setup_intents/{setup}/confirm", ("payment_method", declined))).Status);
        Assert.Equal(
            """200 {"status":"succeeded"}""", (await gateway.Merchant.Post($"/v1/setup_intents/{setup}/confirm", ("payment_method", saved))).Show("status"));
        Assert.Equal(["false"], await Emptied(declined));
        await Erase(customer);

        Assert.Equal(["true"], await Emptied(declined));
        Assert.Equal(["true"], await Emptied(saved));
    }

    [Fact]
    public async Task TokenThatACardWasMadeFrom_IsErasedWithIt()
    {
        var customer = (await gateway.Merchant.Post("/v1/customers")).Id;
        var token = (await gateway.Merchant.Post(
            "/v1/tokens", ("card[number]", "4242424242424242"), ("card[exp_month]", "12"), ("card[exp_year]", "2039"), ("card[cvc]", "123"))).Id;
        var method = (await gateway.Merchant.Post("/v1/payment_methods", ("type", "card"), ("card[token]", token))).Id;
        await gateway.Merchant.Pay(("payment_method", method), ("customer", customer));
        Assert.Equal(["false"], await Emptied(token));
        await Erase(customer);

        Assert.Equal(["true"], await Emptied(method));
        Assert.Equal(["true"], await Emptied(token));
    }

    [Fact]
    public async Task EventsOfARefundWithMetadata_AreStillRendered()
    {
        var customer = (await gateway.Merchant.Post("/v1/customers")).Id;
        var paid = await gateway.Merchant.Pay(("customer", customer));
        await gateway.Merchant.Post("/v1/refunds", ("payment_intent", paid.Id), ("amount", "500"), ("metadata[for]", "Amina"));
        await Erase(customer);

        var events = await gateway.Merchant.Get($"/v1/events?limit=100");
        Assert.Equal(200, events.Status);
        Assert.Contains(paid.Id, events.Body.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Erase_ByAnotherMerchant_IsTheOne404_AndErasesNothing()
    {
        var customer = (await gateway.Merchant.Post("/v1/customers", ("name", "Amina"))).Id;

        Assert.Equal(404, (await gateway.Other.Post($"/v1/customers/{customer}/erase")).Status);
        Assert.Equal(404, (await gateway.Merchant.Get($"/v1/customers/{customer}/erasure")).Status);
        Assert.Equal("""200 {"name":"Amina"}""", (await gateway.Merchant.Get($"/v1/customers/{customer}")).Show("name"));
    }

    /// <summary>Other customers' cards stay, also the same card of another one.</summary>
    [Fact]
    public async Task SameCardOfAnotherCustomer_StaysUsable_AndKnown()
    {
        var (gone, kept) = ((await gateway.Merchant.Post("/v1/customers")).Id, (await gateway.Merchant.Post("/v1/customers")).Id);
        var (first, second) = (await gateway.Merchant.Method("6011111111111117"), await gateway.Merchant.Method("6011111111111117"));
        await gateway.Merchant.Post($"/v1/payment_methods/{first}/attach", ("customer", gone));
        await gateway.Merchant.Post($"/v1/payment_methods/{second}/attach", ("customer", kept));
        await gateway.Merchant.Post($"/v1/customers/{gone}/erase");
        await gateway.Fixture.Sweep();
        await gateway.Fixture.Sweep();

        const string entries = "select count(*)::text from paygate.vault_entries v join paygate.card_tokens c on c.fingerprint = v.fingerprint where c.id = ";
        Assert.Equal(["0"], await gateway.Lines($"{entries}'{first}'"));
        Assert.Equal(["1"], await gateway.Lines($"{entries}'{second}'"));
        Assert.Equal("""200 {"status":"succeeded"}""", (await gateway.Merchant.Pay(("payment_method", second), ("customer", kept))).Show("status"));

        await gateway.Merchant.Post($"/v1/customers/{kept}/erase");
        await gateway.Fixture.Sweep();
        await gateway.Fixture.Sweep();
        Assert.Equal(["0"], await gateway.Lines("select count(*)::text from paygate.vault_entries v where not exists (select from paygate.card_tokens c where c.fingerprint = v.fingerprint)"));
    }

    private async Task Erase(string customer)
    {
        await gateway.Merchant.Post($"/v1/customers/{customer}/erase");
        await gateway.Fixture.Sweep();
        await gateway.Fixture.Sweep();
    }

    private Task<IReadOnlyList<string>> Recorded(string key) =>
        gateway.Lines($"select convert_from(body, 'UTF8') from paygate.idempotency where key = '{key}'");

    /// <summary>Whether the handle holds nothing of its card.</summary>
    private Task<IReadOnlyList<string>> Emptied(string handle) => gateway.Lines(
        $"select (key_version is null and fingerprint = decode(repeat('00', 32), 'hex'))::text from paygate.card_tokens where id = '{handle}'");
}
