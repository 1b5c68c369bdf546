using PayGate.Api.Tests.Payments;

namespace PayGate.Api.Tests.TestHelpers;

/// <summary>PayGate's clock moved by its route. The clock on the wall stands still in these tests, so every instant is exact.</summary>
[Collection(MovingCollection.Name)]
public sealed class AdvanceClockTests(Gateway gateway)
{
    private static readonly string[] End = ["status", "cancellation_reason", "canceled_at"];

    [Fact]
    public async Task Advance_ByAnHour_ExpiresAPaymentToTheSecond()
    {
        var created = await gateway.Merchant.Create();
        var path = $"/v1/payment_intents/{created.Id}";

        await gateway.Merchant.Advance(Moving.Hour - 1);
        var before = (await gateway.Merchant.Get(path)).Show(End);
        var clock = await gateway.Merchant.Advance(1);

        Assert.Equal(created["expires_at"]!.GetValue<long>(), clock["now"]!.GetValue<long>());
        // The event tells that the sweep has written it, before anybody has read it.
        Assert.Equal(created["expires_at"]!.GetValue<long>(), await gateway.Merchant.HappenedAt("payment_intent.canceled", created.Id));
        Assert.Equal("""200 {"status":"requires_payment_method","cancellation_reason":null,"canceled_at":null}""", before);
        Assert.Equal(
            $$"""200 {"status":"canceled","cancellation_reason":"expired","canceled_at":{{created["expires_at"]}}}""",
            (await gateway.Merchant.Get(path)).Show(End));
        Assert.Empty(await gateway.BankOperations(created.Id));
    }

    [Fact]
    public async Task Advance_ByAWeek_VoidsAnAuthorizationAtTheBankAndBooksNothing()
    {
        var authorized = await gateway.Merchant.Pay(("capture_method", "manual"));
        var path = $"/v1/payment_intents/{authorized.Id}";

        await gateway.Merchant.Advance(Moving.Week - 1);
        var before = (await gateway.Merchant.Get(path)).Show(End);
        await gateway.Merchant.Advance(1);

        var voidedAt = authorized["created"]!.GetValue<long>() + Moving.Week;
        Assert.Equal("""200 {"status":"requires_capture","cancellation_reason":null,"canceled_at":null}""", before);
        Assert.Equal(
            $$"""200 {"status":"canceled","cancellation_reason":"automatic","canceled_at":{{voidedAt}}}""", (await gateway.Merchant.Get(path)).Show(End));
        Assert.Equal(voidedAt, await gateway.Merchant.HappenedAt("payment_intent.canceled", authorized.Id));
        Assert.Equal(["authorize 1999 00", "reverse 1999 00"], await gateway.BankOperations(authorized.Id));
        Assert.Equal([], await Ledger(authorized.Id));
        await gateway.AssertBooksHold();
    }

    [Fact]
    public async Task Advance_OverSeveralDeadlines_StopsAtEachInOrder()
    {
        var authorized = await gateway.Merchant.Pay(("capture_method", "manual"));
        var open = await gateway.Merchant.Create();

        await gateway.Merchant.Advance(Moving.Week + Moving.Day);

        Assert.Equal(
            (open["created"]!.GetValue<long>() + Moving.Hour, authorized["created"]!.GetValue<long>() + Moving.Week),
            (await gateway.Merchant.HappenedAt("payment_intent.canceled", open.Id), await gateway.Merchant.HappenedAt("payment_intent.canceled", authorized.Id)));
    }

    [Fact]
    public async Task Advance_WhenItCatchesUp_DoesAllAtTheEnd()
    {
        var authorized = await gateway.Merchant.Pay(("capture_method", "manual"));

        var clock = await gateway.Merchant.Post(
            "/v1/test_helpers/clock/advance", ("seconds", $"{Moving.Week + Moving.Day}"), ("catch_up", "true"));

        Assert.Equal(clock["now"]!.GetValue<long>(), await gateway.Merchant.HappenedAt("payment_intent.canceled", authorized.Id));
        Assert.Equal(["authorize 1999 00", "reverse 1999 00"], await gateway.BankOperations(authorized.Id));
    }

    [Fact]
    public async Task Advance_WithNothingDue_MovesTheClockByExactlyThat()
    {
        var before = await gateway.Merchant.Get("/v1/test_helpers/clock");

        var after = await gateway.Merchant.Advance(90);

        var (now, offset) = (before["now"]!.GetValue<long>() + 90, before["offset"]!.GetValue<long>() + 90);
        Assert.Equal($$"""{"object":"clock","now":{{now}},"offset":{{offset}},"livemode":false}""", after.Body.ToJsonString());
        Assert.Equal(after.Body.ToJsonString(), (await gateway.Merchant.Get("/v1/test_helpers/clock")).Body.ToJsonString());
    }

    [Fact]
    public async Task Advance_BeyondTheLastMonth_FindsItsPartitions()
    {
        // Twelve months are made ahead; a payment of the month after next year needs those of two.
        for (var year = 0; year < 2; year++)
        {
            Assert.Equal(200, (await gateway.Merchant.Advance(366 * Moving.Day)).Status);
        }

        Assert.Equal("""200 {"status":"succeeded"}""", (await gateway.Merchant.Pay()).Show("status"));
    }

    [Fact]
    public async Task Advance_WithOneKeyTwice_MovesOnce()
    {
        var before = await gateway.Merchant.Now();

        var first = await gateway.Merchant.PostOnce("advance-once", "/v1/test_helpers/clock/advance", ("seconds", "7"));
        var second = await gateway.Merchant.PostOnce("advance-once", "/v1/test_helpers/clock/advance", ("seconds", "7"));
        var other = await gateway.Merchant.PostOnce("advance-once", "/v1/test_helpers/clock/advance", ("seconds", "8"));

        Assert.Equal((false, true, "idempotency_error"), (first.Replayed, second.Replayed, other["error.code"]!.GetValue<string>()));
        Assert.Equal(first.Body.ToJsonString(), second.Body.ToJsonString());
        Assert.Equal(before + 7, await gateway.Merchant.Now());
    }

    [Fact]
    public async Task Advance_ManyAtOnce_AddsThemUp()
    {
        var before = await gateway.Merchant.Now();
        var due = await gateway.Merchant.Create();

        var clocks = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => gateway.Merchant.Advance(1_000)));

        Assert.Equal(
            Enumerable.Range(1, 6).Select(number => before + (number * 1_000)), clocks.Select(clock => clock["now"]!.GetValue<long>()).Order());
        Assert.Equal(due["expires_at"]!.GetValue<long>(), await gateway.Merchant.HappenedAt("payment_intent.canceled", due.Id));
    }

    [Fact]
    public async Task Advance_WithEqualRequestsAtOnce_MovesOnce()
    {
        var before = await gateway.Merchant.Now();

        var replies = await Task.WhenAll(
            Enumerable.Range(0, 6).Select(_ => gateway.Merchant.PostOnce("advance-twins", "/v1/test_helpers/clock/advance", ("seconds", "50"))));

        Assert.Equal(before + 50, await gateway.Merchant.Now());
        Assert.All(replies, reply => Assert.Equal((200, before + 50), (reply.Status, reply["now"]!.GetValue<long>())));
    }

    [Fact]
    public async Task Advance_WhenABankStaysSilent_EndsAllTheSame()
    {
        var paid = await gateway.Merchant.Pay();
        await gateway.Merchant.Order("lost_request", "refund", ("times", "100"));
        var refund = await gateway.Merchant.Post("/v1/refunds", ("payment_intent", paid.Id));

        var clock = await gateway.Merchant.Advance(60);
        var waiting = await gateway.Merchant.Get($"/v1/refunds/{refund.Id}");
        await gateway.Execute("delete from bank.scripts");
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while ((await gateway.Merchant.Advance(1))["object"]!.GetValue<string>() == "clock"
            && (await gateway.Merchant.Get($"/v1/refunds/{refund.Id}"))["status"]!.GetValue<string>() == "pending")
        {
            await pause.WaitForNextTickAsync(deadline.Token);
        }

        Assert.Equal((200, "pending"), (clock.Status, waiting["status"]!.GetValue<string>()));
        Assert.Equal("""200 {"status":"succeeded"}""", (await gateway.Merchant.Get($"/v1/refunds/{refund.Id}")).Show("status"));
    }

    [Fact]
    public async Task Advance_OverAnUnknownOutcome_HasItSettled()
    {
        var created = await gateway.Merchant.Create();
        await gateway.Merchant.Order("lost_answer", "authorize");
        await gateway.Merchant.Post($"/v1/payment_intents/{created.Id}/confirm", ("payment_method", "pm_card_visa"));

        await gateway.Merchant.Advance(60);

        Assert.Equal("""200 {"status":"succeeded"}""", (await gateway.Merchant.Get($"/v1/payment_intents/{created.Id}")).Show("status"));
    }

    [Fact]
    public async Task Clock_MovedByAnotherProcess_IsFollowedWithinSeconds()
    {
        var before = await gateway.Merchant.Now();
        await gateway.Execute("update clock.sandbox set offset_microseconds = offset_microseconds + 5000000");
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(50));

        while (await gateway.Merchant.Now() != before + 5)
        {
            await pause.WaitForNextTickAsync(deadline.Token);
        }
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("31622401")]
    [InlineData("1.5")]
    [InlineData("week")]
    [InlineData("99999999999999999999")]
    public async Task Advance_ByNoPossibleNumber_IsRefusedAndMovesNothing(string seconds)
    {
        var before = await gateway.Merchant.Now();

        var refused = await gateway.Merchant.Post("/v1/test_helpers/clock/advance", ("seconds", seconds));

        Assert.Equal("""400 {"error.code":"parameter_invalid_integer","error.param":"seconds"}""", refused.Show("error.code", "error.param"));
        Assert.Equal(before, await gateway.Merchant.Now());
    }

    [Fact]
    public async Task Advance_WithoutSecondsOrWithOtherMembers_IsRefused()
    {
        var path = "/v1/test_helpers/clock/advance";

        Assert.Equal("parameter_missing", (await gateway.Merchant.Post(path))["error.code"]!.GetValue<string>());
        Assert.Equal("parameter_unknown", (await gateway.Merchant.Post(path, ("seconds", "1"), ("minutes", "1")))["error.code"]!.GetValue<string>());
        Assert.Equal("parameter_invalid_type", (await gateway.Merchant.Post(path, ("seconds", "1"), ("catch_up", "yes")))["error.code"]!.GetValue<string>());
    }

    [Fact]
    public async Task Clock_ForABrowser_IsClosed()
    {
        var publishable = new Caller(gateway.Fixture.Client, gateway.Fixture.Demo.PublishableKey);

        Assert.Equal("""403 {"error.code":"secret_key_required"}""", (await publishable.Advance(1)).Show("error.code"));
        Assert.Equal("""403 {"error.code":"secret_key_required"}""", (await publishable.Get("/v1/test_helpers/clock")).Show("error.code"));
        Assert.Equal("""401 {"error.code":"api_key_invalid"}""", (await gateway.Browser.Advance(1)).Show("error.code"));
    }

    private Task<IReadOnlyList<string>> Ledger(string paymentId) =>
        gateway.Lines($"select source_type || ' ' || amount from paygate.ledger_transfers where payment_id = '{paymentId}'");
}
