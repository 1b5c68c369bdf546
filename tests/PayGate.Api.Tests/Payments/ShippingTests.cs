namespace PayGate.Api.Tests.Payments;

/// <summary>Where a payment's goods go: shown on payment, charge and event, and gone from all of them once what stands beside the facts is taken away.</summary>
[Collection(GatewayCollection.Name)]
public sealed class ShippingTests(Gateway gateway)
{
    private static readonly (string, string)[] Parcel =
    [
        ("shipping[name]", "Amina Benali"), ("shipping[address][line1]", "3 Rue Oum Rabia"), ("shipping[address][city]", "Rabat"),
        ("shipping[carrier]", "Amana"), ("shipping[tracking_number]", "RR123456785MA"),
    ];

    [Fact]
    public async Task Payment_ShowsIt_OnTheChargeToo_AsCreatedAndAsUpdated()
    {
        var created = await gateway.Merchant.Create(Parcel);
        var updated = await gateway.Merchant.Post($"/v1/payment_intents/{created.Id}", ("shipping[name]", "Amina Benali"), ("shipping[address][city]", "Fes"));
        var paid = await gateway.Merchant.Post($"/v1/payment_intents/{created.Id}/confirm", ("payment_method", "pm_card_visa"), ("expand[]", "latest_charge"));
        var read = await gateway.Merchant.Get($"/v1/payment_intents/{created.Id}");

        Assert.Equal(
            """200 {"shipping.address.city":"Rabat","shipping.address.country":null,"shipping.carrier":"Amana","shipping.tracking_number":"RR123456785MA"}""",
            created.Show("shipping.address.city", "shipping.address.country", "shipping.carrier", "shipping.tracking_number"));
        Assert.Equal("""200 {"shipping.address.city":"Fes","shipping.address.line1":null,"shipping.carrier":null}""", updated.Show("shipping.address.city", "shipping.address.line1", "shipping.carrier"));
        Assert.Equal("""200 {"latest_charge.shipping.name":"Amina Benali"}""", paid.Show("latest_charge.shipping.name"));
        Assert.Equal("""200 {"shipping.address.city":"Fes"}""", read.Show("shipping.address.city"));
    }

    [Fact]
    public async Task Update_WithNothing_TakesItAway_AndLeavesTheRestBeWhereItIsNotNamed()
    {
        var created = await gateway.Merchant.Create(Parcel);

        var kept = await gateway.Merchant.Post($"/v1/payment_intents/{created.Id}", ("description", "x"));
        var gone = await gateway.Merchant.Post($"/v1/payment_intents/{created.Id}", ("shipping", ""));

        Assert.Equal("""200 {"shipping.name":"Amina Benali","description":"x"}""", kept.Show("shipping.name", "description"));
        Assert.Equal("""200 {"shipping":null}""", gone.Show("shipping"));
    }

    [Theory]
    [InlineData("shipping[name]", "Amina", "shipping[address]")]
    [InlineData("shipping[address][city]", "Rabat", "shipping[name]")]
    public async Task Create_WithHalfOfIt_IsRefused(string name, string value, string missing)
    {
        var refused = await gateway.Merchant.Create((name, value));

        Assert.Equal($$"""400 {"error.code":"parameter_missing","error.param":"{{missing}}"}""", refused.Show("error.code", "error.param"));
    }

    [Fact]
    public async Task NoFactHoldsIt_SoThatTakingTheDetailsAwayLeavesTheEventsWithoutIt()
    {
        const string Events = "/v1/events?type=payment_intent.succeeded&limit=2";
        var (kept, erased) = (await gateway.Merchant.Pay(Parcel), await gateway.Merchant.Pay(Parcel));
        await gateway.Execute($"delete from paygate.fact_details where id = '{erased.Id}'");

        var events = await gateway.Merchant.Get(Events);

        Assert.Empty(await gateway.Lines($"select data::text from paygate.events where stream_id in ('{kept.Id}', '{erased.Id}') and data::text like '%Oum Rabia%'"));
        Assert.Equal($$"""200 {"data.1.data.object.id":"{{kept.Id}}","data.1.data.object.shipping.address.line1":"3 Rue Oum Rabia"}""",
            events.Show("data.1.data.object.id", "data.1.data.object.shipping.address.line1"));
        Assert.Equal($$"""200 {"data.0.data.object.id":"{{erased.Id}}","data.0.data.object.shipping":null}""",
            events.Show("data.0.data.object.id", "data.0.data.object.shipping"));
    }
}
