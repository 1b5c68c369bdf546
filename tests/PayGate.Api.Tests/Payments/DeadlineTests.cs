namespace PayGate.Api.Tests.Payments;

/// <summary>What time alone does to a payment: seen exactly at its instant by whoever reads it, and done by the sweep when nobody does.</summary>
[Collection(GatewayCollection.Name)]
public sealed class DeadlineTests(Gateway gateway)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);
    private static readonly string[] End = ["status", "cancellation_reason", "canceled_at"];

    [Fact]
    public async Task Retrieve_WhenTheHourIsOver_ShowsThePaymentExpiredAtThatSecond()
    {
        var created = await gateway.Merchant.Create();
        var path = $"/v1/payment_intents/{created.Id}";
        Assert.Equal(created["created"]!.GetValue<long>() + 3600, created["expires_at"]!.GetValue<long>());

        gateway.Fixture.Clock.Advance(Hour - Second);
        Assert.Equal(
            """200 {"status":"requires_payment_method","cancellation_reason":null,"canceled_at":null}""", (await gateway.Merchant.Get(path)).Show(End));

        gateway.Fixture.Clock.Advance(Second);
        var expired = (await gateway.Merchant.Get(path)).Show(End);

        Assert.Equal($$"""200 {"status":"canceled","cancellation_reason":"expired","canceled_at":{{created["expires_at"]}}}""", expired);
    }

    [Fact]
    public async Task List_WhenTheHourIsOver_ShowsThePaymentExpiredWithoutWritingIt()
    {
        var created = await gateway.Merchant.Create();
        gateway.Fixture.Clock.Advance(Hour);

        var listed = await gateway.Merchant.Get("/v1/payment_intents?limit=1");
        var events = await gateway.Merchant.Get("/v1/events?limit=20");
        gateway.Fixture.Clock.Advance(Hour);
        await gateway.Fixture.Sweep();
        var swept = await gateway.Merchant.Get($"/v1/payment_intents/{created.Id}");

        Assert.Equal(created.Id, listed["data.0.id"]!.GetValue<string>());
        Assert.Equal(
            $$"""{"status":"canceled","cancellation_reason":"expired","canceled_at":{{created["expires_at"]}}}""", listed["data.0"]!.Show(End));
        Assert.Equal(
            ["payment_intent.created"],
            events["data"]!.AsArray().Where(one => Read.Member(one, "data.object.id")!.GetValue<string>() == created.Id).Select(one => one!["type"]!.GetValue<string>()));
        Assert.Equal(listed["data.0"]!.ToJsonString(), swept.Body.ToJsonString());
    }

    [Fact]
    public async Task Confirm_WhenTheHourIsOver_IsRefusedWithoutAskingTheBank()
    {
        var created = await gateway.Merchant.Create();
        gateway.Fixture.Clock.Advance(Hour);

        var refused = await gateway.Merchant.Post($"/v1/payment_intents/{created.Id}/confirm", ("payment_method", "pm_card_visa"));

        Assert.Equal("""400 {"error.code":"payment_intent_unexpected_state"}""", refused.Show("error.code"));
        Assert.Empty(await gateway.BankOperations(created.Id));
    }

    [Fact]
    public async Task Confirm_WhenInTheLastSecond_Succeeds()
    {
        var created = await gateway.Merchant.Create();
        gateway.Fixture.Clock.Advance(Hour - Second);

        var paid = await gateway.Merchant.Post($"/v1/payment_intents/{created.Id}/confirm", ("payment_method", "pm_card_visa"));
        gateway.Fixture.Clock.Advance(Hour);
        await gateway.Fixture.Sweep();

        Assert.Equal("""200 {"status":"succeeded"}""", paid.Show("status"));
        Assert.Equal("""200 {"status":"succeeded"}""", (await gateway.Merchant.Get($"/v1/payment_intents/{created.Id}")).Show("status"));
    }

    [Fact]
    public async Task Sweep_WhenTheHourIsOver_ExpiresWhatNobodyReads()
    {
        var created = await gateway.Merchant.Create();
        var query = $"/v1/payment_intents?created={created["created"]}";
        gateway.Fixture.Clock.Advance(Hour - Second);
        await gateway.Fixture.Sweep();
        Assert.Equal("requires_payment_method", await Listed(query, created.Id));

        gateway.Fixture.Clock.Advance(Second);
        await gateway.Fixture.Sweep();

        // A list shows an expired payment by the clock alone; the event tells that the sweep has written it.
        Assert.Equal("canceled", await Listed(query, created.Id));
        var events = await gateway.Merchant.Get("/v1/events?limit=100&type=payment_intent.canceled");
        Assert.Contains(created.Id, events["data"]!.AsArray().Select(item => item!["data"]!["object"]!["id"]!.GetValue<string>()));
        Assert.Equal("""200 {"cancellation_reason":"expired"}""", (await gateway.Merchant.Get($"/v1/payment_intents/{created.Id}")).Show("cancellation_reason"));
        await AssertNothingIsLeftToDo(created);
    }

    [Fact]
    public async Task Retrieve_WhenAnAuthorizationIsAWeekOld_ShowsItCanceled()
    {
        var authorized = await gateway.Merchant.Pay(("capture_method", "manual"));
        var path = $"/v1/payment_intents/{authorized.Id}";

        gateway.Fixture.Clock.Advance(Week - Second);
        Assert.Equal("""200 {"status":"requires_capture","cancellation_reason":null,"canceled_at":null}""", (await gateway.Merchant.Get(path)).Show(End));
        gateway.Fixture.Clock.Advance(Second);
        var lapsed = (await gateway.Merchant.Get(path)).Show(End);

        var now = gateway.Fixture.Clock.GetUtcNow().ToUnixTimeSeconds();
        Assert.Equal($$"""200 {"status":"canceled","cancellation_reason":"automatic","canceled_at":{{now}}}""", lapsed);
    }

    [Fact]
    public async Task Sweep_WhenAnAuthorizationIsAWeekOld_ReversesTheHoldAtTheBank()
    {
        var authorized = await gateway.Merchant.Pay(("capture_method", "manual"));
        gateway.Fixture.Clock.Advance(Week);

        await gateway.Fixture.Sweep();
        var capture = await gateway.Merchant.Post($"/v1/payment_intents/{authorized.Id}/capture");

        var canceled = await gateway.Merchant.Get($"/v1/payment_intents/{authorized.Id}?expand[]=latest_charge");
        Assert.Equal(
            """200 {"status":"canceled","cancellation_reason":"automatic","amount_capturable":0,"latest_charge.captured":false}""",
            canceled.Show("status", "cancellation_reason", "amount_capturable", "latest_charge.captured"));
        Assert.Equal("""400 {"error.code":"charge_expired_for_capture"}""", capture.Show("error.code"));
        Assert.Equal(["authorize 1999 00", "reverse 1999 00"], await gateway.BankOperations(authorized.Id));
        await AssertNothingIsLeftToDo(authorized);
    }

    private async Task AssertNothingIsLeftToDo(Reply payment) =>
        Assert.Empty(await gateway.Lines($"select id from paygate.due where id = '{payment.Id}'"));

    private async Task<string> Listed(string query, string id) =>
        (await gateway.Merchant.Get(query))["data"]!.AsArray().Single(item => item!["id"]!.GetValue<string>() == id)!["status"]!.GetValue<string>();
}
