namespace PayGate.Api.Tests.Payments;

[Collection(GatewayCollection.Name)]
public sealed class UpdatePaymentTests(Gateway gateway)
{
    [Fact]
    public async Task Update_BeforeConfirm_ChangesWhatIsNamedAndUnsetsWhatIsEmpty()
    {
        var created = await gateway.Merchant.Create(("description", "old"), ("metadata[a]", "1"), ("metadata[b]", "2"), ("receipt_email", "a@example.com"));

        var updated = await gateway.Merchant.Post(
            $"/v1/payment_intents/{created.Id}",
            ("amount", "2500"), ("currency", "eur"), ("description", ""), ("metadata[a]", ""), ("metadata[c]", "3"), ("capture_method", "manual"),
            ("payment_method", "pm_card_visa"));
        var paid = await gateway.Merchant.Post($"/v1/payment_intents/{created.Id}/confirm");

        Assert.Equal(
            """200 {"amount":2500,"currency":"eur","description":null,"receipt_email":"a@example.com","metadata":{"b":"2","c":"3"},"capture_method":"manual","status":"requires_confirmation"}""",
            updated.Show("amount", "currency", "description", "receipt_email", "metadata", "capture_method", "status"));
        Assert.Equal("""200 {"status":"requires_capture","amount_capturable":2500}""", paid.Show("status", "amount_capturable"));
        Assert.Equal(["authorize 2500 00"], await gateway.BankOperations(created.Id));
    }

    [Fact]
    public async Task Update_AfterTheMoneyIsHeld_IsRefusedWithThePayment()
    {
        var paid = await gateway.Merchant.Pay();

        var refused = await gateway.Merchant.Post($"/v1/payment_intents/{paid.Id}", ("amount", "2500"));

        Assert.Equal(
            """400 {"error.code":"payment_intent_unexpected_state","error.payment_intent.amount":1999}""",
            refused.Show("error.code", "error.payment_intent.amount"));
    }

    [Fact]
    public async Task Update_Repeated_IsDoneOnce()
    {
        var created = await gateway.Merchant.Create();
        var path = $"/v1/payment_intents/{created.Id}";

        var first = await gateway.Merchant.PostOnce($"update-{created.Id}", path, ("amount", "2500"));
        await gateway.Merchant.Post(path, ("amount", "2600"));
        var replayed = await gateway.Merchant.PostOnce($"update-{created.Id}", path, ("amount", "2500"));

        Assert.Equal((true, first.Body.ToJsonString()), (replayed.Replayed, replayed.Body.ToJsonString()));
        Assert.Equal("""200 {"amount":2600}""", (await gateway.Merchant.Get(path)).Show("amount"));
    }

    [Fact]
    public async Task Update_OfAnothersOrAnUnknownMethod_ChangesNothing()
    {
        var created = await gateway.Merchant.Create();

        var foreign = await gateway.Other.Post($"/v1/payment_intents/{created.Id}", ("amount", "2500"));
        var unknown = await gateway.Merchant.Post($"/v1/payment_intents/{created.Id}", ("amount", "2500"), ("payment_method", "pm_unknown"));

        Assert.Equal("""404 {"error.code":"resource_missing","error.param":"id"}""", foreign.Show("error.code", "error.param"));
        Assert.Equal("""404 {"error.code":"resource_missing","error.param":"payment_method"}""", unknown.Show("error.code", "error.param"));
        Assert.Equal("""200 {"amount":1999}""", (await gateway.Merchant.Get($"/v1/payment_intents/{created.Id}")).Show("amount"));
    }
}
