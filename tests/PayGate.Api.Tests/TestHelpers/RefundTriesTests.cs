using PayGate.Api.Tests.Payments;

namespace PayGate.Api.Tests.TestHelpers;

/// <summary>Refunds whose issuer cannot be reached at once: pending, tried again under new references, made, refused or withdrawn.</summary>
[Collection(MovingCollection.Name)]
public sealed class RefundTriesTests(Gateway gateway)
{
    [Fact]
    public async Task Refund_OfAnIssuerThatIsAway_IsMadeAtALaterTry()
    {
        var paid = await gateway.Merchant.Pay(("payment_method", "pm_card_pendingRefund"));

        var refund = await Refund(paid, ("amount", "700"));
        await gateway.Merchant.Advance(9);
        var early = await gateway.BankOperations(paid.Id);
        await gateway.Merchant.Advance(1);
        var second = await gateway.Merchant.Get($"/v1/refunds/{refund.Id}");
        await gateway.Merchant.Advance(60);
        var made = await gateway.Merchant.Get($"/v1/refunds/{refund.Id}");

        Assert.Equal("""200 {"status":"pending","amount":700,"balance_transaction":null}""", refund.Show("status", "amount", "balance_transaction"));
        Assert.Equal(["sale 1999 00", "refund 0 91"], early);
        Assert.Equal("""200 {"status":"pending"}""", second.Show("status"));
        Assert.Equal("""200 {"status":"succeeded","amount":700,"failure_reason":null}""", made.Show("status", "amount", "failure_reason"));
        Assert.Equal(["sale 1999 00", "refund 0 91", "refund 0 91", "refund 700 00"], await gateway.BankOperations(paid.Id));
        Assert.Equal(
            [refund.Id, $"{refund.Id}.2", $"{refund.Id}.3"],
            await gateway.Lines($"select reference from bank.operations where payment_id = '{paid.Id}' and operation = 'refund' order by id"));
        Assert.Equal(["refund.updated", "refund.created"], await EventsOf(refund.Id));
        await gateway.AssertBooksHold();
    }

    [Fact]
    public async Task Refund_OfAnIssuerThatRefusesInTheEnd_FailsAndFreesItsAmount()
    {
        var paid = await gateway.Merchant.Pay(("payment_method", "pm_card_refundFail"));

        var refund = await Refund(paid);
        var meanwhile = await Refund(paid, ("amount", "1"));
        await gateway.Merchant.Advance(10);

        Assert.Equal("""200 {"status":"pending"}""", refund.Show("status"));
        Assert.Equal("""400 {"error.code":"charge_already_refunded"}""", meanwhile.Show("error.code"));
        Assert.Equal(
            """200 {"status":"failed","failure_reason":"declined","balance_transaction":null}""",
            (await gateway.Merchant.Get($"/v1/refunds/{refund.Id}")).Show("status", "failure_reason", "balance_transaction"));
        Assert.Equal(["refund.failed", "refund.created"], await EventsOf(refund.Id));
        Assert.Equal(0L, (await gateway.Merchant.Get($"/v1/charges/{paid["latest_charge"]}"))["amount_refunded"]!.GetValue<long>());
        await gateway.AssertBooksHold();
    }

    [Fact]
    public async Task Refund_OfAnIssuerThatStaysAway_FailsAfterADay()
    {
        var paid = await gateway.Merchant.Pay();
        await gateway.Merchant.Order("decline", "refund", ("decline_code", "issuer_unavailable"), ("times", "100"), ("match[payment_intent]", paid.Id));

        var refund = await Refund(paid);
        await gateway.Merchant.Advance(23 * Moving.Hour);
        var failed = await gateway.Merchant.Get($"/v1/refunds/{refund.Id}");

        Assert.Equal("""200 {"status":"failed","failure_reason":"unknown"}""", failed.Show("status", "failure_reason"));
        Assert.Equal(26, (await gateway.BankOperations(paid.Id)).Count(operation => operation == "refund 0 91"));
    }

    [Fact]
    public async Task Cancel_WhileItWaits_FreesTheAmount()
    {
        var paid = await gateway.Merchant.Pay(("payment_method", "pm_card_pendingRefund"));
        var refund = await Refund(paid);
        var key = $"cancel-{refund.Id}";

        var canceled = await gateway.Merchant.PostOnce(key, $"/v1/refunds/{refund.Id}/cancel");
        var replayed = await gateway.Merchant.PostOnce(key, $"/v1/refunds/{refund.Id}/cancel");
        var again = await gateway.Merchant.Post($"/v1/refunds/{refund.Id}/cancel");
        await gateway.Merchant.Advance(Moving.Hour);

        Assert.Equal("""200 {"status":"canceled"}""", canceled.Show("status"));
        Assert.Equal((true, "canceled"), (replayed.Replayed, replayed["status"]!.GetValue<string>()));
        Assert.Equal("""400 {"error.code":"refund_unexpected_state"}""", again.Show("error.code"));
        Assert.Equal(["sale 1999 00", "refund 0 91"], await gateway.BankOperations(paid.Id));
        Assert.Equal(["refund.updated", "refund.created"], await EventsOf(refund.Id));
        Assert.Equal("""200 {"amount":1999,"status":"pending"}""", (await Refund(paid)).Show("amount", "status"));
        await gateway.AssertBooksHold();
    }

    [Fact]
    public async Task Cancel_WhileTheOutcomeIsUnknown_IsRefused()
    {
        var paid = await gateway.Merchant.Pay();
        await gateway.Merchant.Order("lost_answer", "refund");
        var refund = await Refund(paid);

        var refused = await gateway.Merchant.Post($"/v1/refunds/{refund.Id}/cancel");
        await gateway.Merchant.Advance(60);

        Assert.Equal("""400 {"error.code":"refund_unexpected_state","error.param":"id"}""", refused.Show("error.code", "error.param"));
        Assert.Equal("""200 {"status":"succeeded"}""", (await gateway.Merchant.Get($"/v1/refunds/{refund.Id}")).Show("status"));
        Assert.Equal(["sale 1999 00", "refund 1999 00"], await gateway.BankOperations(paid.Id));
    }

    [Fact]
    public async Task Cancel_OfADecidedRefund_IsRefused()
    {
        var refund = await Refund(await gateway.Merchant.Pay());

        Assert.Equal("""400 {"error.code":"refund_unexpected_state"}""", (await gateway.Merchant.Post($"/v1/refunds/{refund.Id}/cancel")).Show("error.code"));
    }

    [Fact]
    public async Task Retry_WhoseAnswerIsLost_IsAskedForUnderItsOwnReference()
    {
        var paid = await gateway.Merchant.Pay(("payment_method", "pm_card_refundFail"));
        var refund = await Refund(paid);
        await gateway.Merchant.Order("lost_answer", "refund");

        await gateway.Merchant.Advance(60);

        Assert.Equal("""200 {"status":"failed"}""", (await gateway.Merchant.Get($"/v1/refunds/{refund.Id}")).Show("status"));
        Assert.Equal(["sale 1999 00", "refund 0 91", "refund 0 05"], await gateway.BankOperations(paid.Id));
    }

    [Fact]
    public async Task Update_ChangesTheMetadataOfAnyRefund()
    {
        var refund = await Refund(await gateway.Merchant.Pay(), ("metadata[ticket]", "1"), ("metadata[note]", "x"));

        var updated = await gateway.Merchant.Post($"/v1/refunds/{refund.Id}", ("metadata[ticket]", "2"), ("metadata[note]", ""));
        var cleared = await gateway.Merchant.Post($"/v1/refunds/{refund.Id}", ("metadata", ""));

        Assert.Equal("""200 {"metadata":{"ticket":"2"},"status":"succeeded"}""", updated.Show("metadata", "status"));
        Assert.Equal("""200 {"metadata":{}}""", cleared.Show("metadata"));
        Assert.Equal("""200 {"metadata":{}}""", (await gateway.Merchant.Get($"/v1/refunds/{refund.Id}")).Show("metadata"));
        Assert.Equal(["refund.updated", "refund.updated", "refund.updated", "refund.created"], await EventsOf(refund.Id));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/cancel")]
    public async Task Change_OfAnothersOrAnUnknownRefund_FindsNothing(string step)
    {
        var refund = await Refund(await gateway.Merchant.Pay(("payment_method", "pm_card_pendingRefund")));

        Assert.Equal("""404 {"error.code":"resource_missing"}""", (await gateway.Other.Post($"/v1/refunds/{refund.Id}{step}")).Show("error.code"));
        Assert.Equal("""404 {"error.code":"resource_missing"}""", (await gateway.Merchant.Post($"/v1/refunds/re_unknown{step}")).Show("error.code"));
        Assert.Equal("""200 {"status":"pending"}""", (await gateway.Merchant.Get($"/v1/refunds/{refund.Id}")).Show("status"));
    }

    private Task<Reply> Refund(Reply paid, params (string Name, string Value)[] form) =>
        gateway.Merchant.Post("/v1/refunds", [("payment_intent", paid.Id), .. form]);

    private async Task<IEnumerable<string>> EventsOf(string refundId)
    {
        var events = await gateway.Merchant.Get("/v1/events?limit=100&types[]=refund.created&types[]=refund.updated&types[]=refund.failed");
        return events["data"]!.AsArray().Where(one => Read.Member(one, "data.object.id")!.GetValue<string>() == refundId).Select(one => one!["type"]!.GetValue<string>());
    }
}
