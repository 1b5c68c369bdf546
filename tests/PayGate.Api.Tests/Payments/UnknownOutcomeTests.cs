using System.Text.Json.Nodes;

namespace PayGate.Api.Tests.Payments;

/// <summary>A silent bank: never reported as a decline, never charged twice, settled by the sweep under the same reference.</summary>
[Collection(GatewayCollection.Name)]
public sealed class UnknownOutcomeTests(Gateway gateway)
{
    /// <summary>Longer than the bank's deadline, from when on the sweep asks.</summary>
    private static readonly TimeSpan UntilAsked = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Confirm_WhenTheAnswerIsLostAfterApproval_IsProcessingUntilTheSweepFindsItSucceeded()
    {
        var created = await gateway.Merchant.Create();
        var (key, path) = ($"confirm-{created.Id}", $"/v1/payment_intents/{created.Id}/confirm");
        await gateway.Merchant.Order("lost_answer", "authorize");

        var silent = await gateway.Merchant.PostOnce(key, path, ("payment_method", "pm_card_visa"));
        var waiting = await gateway.Merchant.Get($"/v1/payment_intents/{created.Id}?expand[]=latest_charge");
        var impatient = await gateway.Merchant.Post(path, ("payment_method", "pm_card_visa"));
        gateway.Fixture.Clock.Advance(UntilAsked);
        await gateway.Fixture.Sweep();
        var settled = await gateway.Merchant.Get($"/v1/payment_intents/{created.Id}");
        var replayed = await gateway.Merchant.PostOnce(key, path, ("payment_method", "pm_card_visa"));

        Assert.Equal("""200 {"status":"processing","amount_received":0}""", silent.Show("status", "amount_received"));
        Assert.Equal(
            """200 {"status":"processing","latest_charge.status":"pending","latest_charge.paid":false}""",
            waiting.Show("status", "latest_charge.status", "latest_charge.paid"));
        Assert.Equal("""400 {"error.code":"payment_intent_unexpected_state"}""", impatient.Show("error.code"));
        Assert.Equal("""200 {"status":"succeeded","amount_received":1999}""", settled.Show("status", "amount_received"));
        Assert.True(replayed.Replayed);
        Assert.True(JsonNode.DeepEquals(silent.Body, replayed.Body), $"The recorded answer became {replayed.Body}");
        Assert.Equal(["sale 1999 00"], await gateway.BankOperations(created.Id));
    }

    [Fact]
    public async Task Confirm_WhenTheBankNeverSawIt_CanBeTriedAgainWithoutALostAttempt()
    {
        var created = await gateway.Merchant.Create();
        var path = $"/v1/payment_intents/{created.Id}/confirm";
        await gateway.Merchant.Order("lost_request", "authorize");

        var silent = await gateway.Merchant.Post(path, ("payment_method", "pm_card_visa"));
        gateway.Fixture.Clock.Advance(UntilAsked);
        await gateway.Fixture.Sweep();
        var settled = await gateway.Merchant.Get($"/v1/payment_intents/{created.Id}");
        var declined = await gateway.Merchant.Post(path, ("payment_method", "pm_card_chargeDeclined"));
        var paid = await gateway.Merchant.Post(path, ("payment_method", "pm_card_visa"));

        Assert.Equal("""200 {"status":"processing"}""", silent.Show("status"));
        Assert.Equal(
            """200 {"status":"requires_payment_method","last_payment_error.code":"processing_error","last_payment_error.attempts_left":5}""",
            settled.Show("status", "last_payment_error.code", "last_payment_error.attempts_left"));
        Assert.Equal("""402 {"error.attempts_left":4}""", declined.Show("error.attempts_left"));
        Assert.Equal("""200 {"status":"succeeded"}""", paid.Show("status"));
        Assert.Equal(["never_seen 0 25", "sale 0 05", "sale 1999 00"], await gateway.BankOperations(created.Id));
    }

    [Fact]
    public async Task Capture_WhenTheAnswerIsLost_IsProcessingUntilTheSweepFindsItCaptured()
    {
        var authorized = await gateway.Merchant.Pay(("capture_method", "manual"));
        await gateway.Merchant.Order("lost_answer", "capture");

        var silent = await gateway.Merchant.Post($"/v1/payment_intents/{authorized.Id}/capture", ("amount_to_capture", "700"));
        gateway.Fixture.Clock.Advance(UntilAsked);
        await gateway.Fixture.Sweep();

        Assert.Equal("""200 {"status":"processing","amount_received":0}""", silent.Show("status", "amount_received"));
        Assert.Equal(
            """200 {"status":"succeeded","amount_received":700}""",
            (await gateway.Merchant.Get($"/v1/payment_intents/{authorized.Id}")).Show("status", "amount_received"));
        Assert.Equal(["authorize 1999 00", "capture 700 00"], await gateway.BankOperations(authorized.Id));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Refund_WhenTheBankIsSilent_IsPendingUntilTheSweepFindsItDone(bool bankSawIt)
    {
        var paid = await gateway.Merchant.Pay();
        if (bankSawIt)
        {
            await gateway.Merchant.Order("lost_answer", "refund");
        }
        else
        {
            await gateway.Merchant.Order("lost_request", "refund");
        }

        var silent = await gateway.Merchant.Post("/v1/refunds", ("payment_intent", paid.Id), ("amount", "600"));
        var tooMuch = await gateway.Merchant.Post("/v1/refunds", ("payment_intent", paid.Id), ("amount", "1400"));
        gateway.Fixture.Clock.Advance(UntilAsked);
        await gateway.Fixture.Sweep();

        Assert.Equal("""200 {"status":"pending","amount":600,"balance_transaction":null}""", silent.Show("status", "amount", "balance_transaction"));
        Assert.Equal("""400 {"error.code":"amount_too_large"}""", tooMuch.Show("error.code"));
        Assert.Equal("""200 {"status":"succeeded","amount":600}""", (await gateway.Merchant.Get($"/v1/refunds/{silent.Id}")).Show("status", "amount"));
        Assert.Equal(["sale 1999 00", "refund 600 00"], await gateway.BankOperations(paid.Id));
    }

    [Fact]
    public async Task Cancel_WhenTheReversalIsLost_IsReversedByALaterSweep()
    {
        var authorized = await gateway.Merchant.Pay(("capture_method", "manual"));
        await gateway.Merchant.Order("lost_request", "reverse");
        await gateway.Merchant.Post($"/v1/payment_intents/{authorized.Id}/cancel");

        await gateway.Fixture.Sweep();
        Assert.Equal(["authorize 1999 00"], await gateway.BankOperations(authorized.Id));
        await gateway.Fixture.Sweep();

        Assert.Equal(["authorize 1999 00", "reverse 1999 00"], await gateway.BankOperations(authorized.Id));
    }
}
