using PayGate.Api.Tests.Payments;

namespace PayGate.Api.Tests.TestHelpers;

/// <summary>Every behaviour of the simulated bank ends as the rules say: never double, never declined untruly, definite within a minute.</summary>
[Collection(MovingCollection.Name)]
public sealed class BankBehaviorTests(Gateway gateway)
{
    private static readonly string[] Error = ["error.code", "error.decline_code", "error.attempts_left", "error.payment_intent.status", "error.payment_intent.latest_charge"];

    [Theory]
    [InlineData("pm_card_bankLostAnswer", "lost_answer")]
    [InlineData("pm_card_bankGarbage", "garbage")]
    public async Task Confirm_WhenTheAnswerIsLostOrGarbled_IsProcessingThenSucceeds(string card, string behavior)
    {
        await AssertFoundApproved(await gateway.Merchant.Pay(("payment_method", card)));
        await gateway.Merchant.Order(behavior, "authorize");
        await AssertFoundApproved(await gateway.Merchant.Pay());
    }

    [Fact]
    public async Task Confirm_WhenTheRequestIsLost_IsProcessingThenCanBeTriedAgain()
    {
        var silent = await gateway.Merchant.Pay(("payment_method", "pm_card_bankLostRequest"));
        await gateway.Merchant.Advance(60);
        var settled = await gateway.Merchant.Get($"/v1/payment_intents/{silent.Id}");

        Assert.Equal("""200 {"status":"processing"}""", silent.Show("status"));
        Assert.Equal(
            """200 {"status":"requires_payment_method","last_payment_error.code":"processing_error","last_payment_error.attempts_left":5}""",
            settled.Show("status", "last_payment_error.code", "last_payment_error.attempts_left"));
        Assert.Equal(["never_seen 0 25"], await gateway.BankOperations(silent.Id));
    }

    [Fact]
    public async Task Confirm_WhenTheBankIsSlowerThanItsDeadline_NeverChargesLate()
    {
        await gateway.Merchant.Order("slow", "authorize", ("latency_ms", "6500"));

        var silent = await gateway.Merchant.Pay();
        await gateway.Merchant.Advance(60);
        var settled = await gateway.Merchant.Get($"/v1/payment_intents/{silent.Id}");
        var paid = await gateway.Merchant.Post($"/v1/payment_intents/{silent.Id}/confirm", ("payment_method", "pm_card_visa"));
        await gateway.AssertBooksHold();

        Assert.Equal("""200 {"status":"processing"}""", silent.Show("status"));
        // Either the settlement came first and bars the late request, or the bank had taken it by then.
        if (settled["status"]!.GetValue<string>() == "succeeded")
        {
            Assert.Equal(["sale 1999 00"], await gateway.BankOperations(silent.Id));
        }
        else
        {
            Assert.Equal("""200 {"status":"succeeded"}""", paid.Show("status"));
            Assert.Equal(["never_seen 0 25", "sale 1999 00"], await gateway.BankOperations(silent.Id));
        }
    }

    [Fact]
    public async Task Confirm_WhenTheBankIsSlowWithinItsDeadline_Succeeds()
    {
        await gateway.Merchant.Order("slow", "authorize", ("latency_ms", "200"));

        Assert.Equal("""200 {"status":"succeeded"}""", (await gateway.Merchant.Pay()).Show("status"));
    }

    [Fact]
    public async Task Confirm_WhenTheBankAnswersTwice_ChargesOnce()
    {
        var paid = await gateway.Merchant.Pay(("payment_method", "pm_card_bankDuplicateAnswer"));

        Assert.Equal("""200 {"status":"succeeded","amount_received":1999}""", paid.Show("status", "amount_received"));
        Assert.Equal(["sale 1999 00"], await gateway.BankOperations(paid.Id));
    }

    [Theory]
    [InlineData("pm_card_bankWrongAmount", "automatic", "sale 2000 00", "reverse 2000 00")]
    [InlineData("pm_card_bankWrongAmount", "manual", "authorize 2000 00", "reverse 2000 00")]
    [InlineData("pm_card_bankPartialApproval", "automatic", "sale 999 10", "reverse 999 00")]
    [InlineData("pm_card_bankPartialApproval", "manual", "authorize 999 10", "reverse 999 00")]
    public async Task Confirm_WhenAnotherAmountIsApproved_FailsAndGivesItBack(string card, string captureMethod, params string[] operations)
    {
        var failed = await gateway.Merchant.Pay(("payment_method", card), ("capture_method", captureMethod));
        var id = failed["error.payment_intent.id"]!.GetValue<string>();
        var chargeId = failed["error.charge"]!.GetValue<string>();
        await gateway.Merchant.Advance(1);
        var charge = await gateway.Merchant.Get($"/v1/charges/{chargeId}");

        Assert.Equal(
            $$"""402 {"error.code":"processing_error","error.decline_code":"processing_error","error.attempts_left":5,"error.payment_intent.status":"requires_payment_method","error.payment_intent.latest_charge":"{{chargeId}}"}""",
            failed.Show(Error));
        Assert.Equal(
            """200 {"status":"failed","outcome.type":"invalid","outcome.network_status":"reversed_after_approval","outcome.network_decline_code":null}""",
            charge.Show("status", "outcome.type", "outcome.network_status", "outcome.network_decline_code"));
        Assert.Equal(operations, await gateway.BankOperations(id));
        await gateway.AssertBooksHold();
        Assert.Equal(200, (await gateway.Merchant.Post($"/v1/payment_intents/{id}/confirm", ("payment_method", "pm_card_visa"))).Status);
    }

    [Fact]
    public async Task Capture_WhenTheIssuerHasDroppedTheHold_EndsThePaymentAndSaysWhy()
    {
        var authorized = await gateway.Merchant.Pay(("payment_method", "pm_card_bankLateReversal"), ("capture_method", "manual"));
        await gateway.Merchant.Advance(Moving.Hour);

        var key = $"capture-{authorized.Id}";
        var refused = await gateway.Merchant.PostOnce(key, $"/v1/payment_intents/{authorized.Id}/capture");
        var replayed = await gateway.Merchant.PostOnce(key, $"/v1/payment_intents/{authorized.Id}/capture");
        await gateway.Merchant.Advance(1);

        Assert.Equal(
            """400 {"error.code":"charge_expired_for_capture","error.payment_intent.status":"canceled"}""",
            refused.Show("error.code", "error.payment_intent.status"));
        Assert.Equal((true, 400), (replayed.Replayed, replayed.Status));
        Assert.Equal(
            ["authorize 1999 00", "reverse 1999 00", "capture 0 94", "reverse 0 94"], await gateway.BankOperations(authorized.Id));
        await gateway.AssertBooksHold();
    }

    [Theory]
    [InlineData("capture", "succeeded", 1999)]
    [InlineData("cancel", "canceled", 0)]
    public async Task Step_WhenItsAnswerIsGarbled_IsFoundDone(string step, string status, long received)
    {
        var authorized = await gateway.Merchant.Pay(("capture_method", "manual"));
        await gateway.Merchant.Order("garbage", step == "capture" ? "capture" : "reverse");

        await gateway.Merchant.Post($"/v1/payment_intents/{authorized.Id}/{step}");
        await gateway.Merchant.Advance(60);

        Assert.Equal(
            $$"""200 {"status":"{{status}}","amount_received":{{received}}}""",
            (await gateway.Merchant.Get($"/v1/payment_intents/{authorized.Id}")).Show("status", "amount_received"));
        await gateway.AssertBooksHold();
    }

    [Theory]
    [InlineData("insufficient_funds", "card_declined", "insufficient_funds")]
    [InlineData("expired_card", "expired_card", "expired_card")]
    [InlineData("issuer_unavailable", "card_declined", "issuer_not_available")]
    public async Task Confirm_WhenADeclineIsOrdered_IsDeclinedSo(string ordered, string code, string declineCode)
    {
        await gateway.Merchant.Order("decline", "authorize", ("decline_code", ordered));

        var declined = await gateway.Merchant.Pay();

        Assert.Equal($$"""402 {"error.code":"{{code}}","error.decline_code":"{{declineCode}}"}""", declined.Show("error.code", "error.decline_code"));
    }

    private async Task AssertFoundApproved(Reply silent)
    {
        await gateway.Merchant.Advance(60);

        Assert.Equal("""200 {"status":"processing","amount_received":0}""", silent.Show("status", "amount_received"));
        Assert.Equal(
            """200 {"status":"succeeded","amount_received":1999}""",
            (await gateway.Merchant.Get($"/v1/payment_intents/{silent.Id}")).Show("status", "amount_received"));
        Assert.Equal(["sale 1999 00"], await gateway.BankOperations(silent.Id));
    }
}
