using PayGate.Api.Tests.Payments;
using PayGate.Api.Tests.TestHelpers;

namespace PayGate.Api.Tests.Disputes;

/// <summary>Disputes through the routes: opened by the sandbox, by test cards and by scripts; answered, accepted, ruled on, overdue; compared with books, bank and events.</summary>
[Collection(MovingCollection.Name)]
public sealed class DisputeTests(Gateway gateway)
{
    private static readonly string[] Told = ["charge.dispute.created", "charge.dispute.updated", "charge.dispute.closed", "charge.dispute.funds_withdrawn", "charge.dispute.funds_reinstated"];

    [Fact]
    public async Task Dispute_OfAPayment_WithdrawsItWithTheFee()
    {
        var paid = await gateway.Merchant.Pay(("amount", "10000"));

        var dispute = await Dispute(paid, ("amount", "4000"), ("reason", "product_not_received"));

        Assert.Equal(
            $$"""200 {"object":"dispute","amount":4000,"currency":"usd","reason":"product_not_received","status":"needs_response","charge":"{{paid["latest_charge"]}}","payment_intent":"{{paid.Id}}","is_charge_refundable":false,"evidence_details.has_evidence":false,"evidence_details.past_due":false,"evidence_details.submission_count":0}""",
            dispute.Show(
                "object", "amount", "currency", "reason", "status", "charge", "payment_intent", "is_charge_refundable", "evidence_details.has_evidence",
                "evidence_details.past_due", "evidence_details.submission_count"));
        Assert.Equal(dispute["created"]!.GetValue<long>() + (7 * 24 * Moving.Hour), dispute["evidence_details.due_by"]!.GetValue<long>());
        Assert.Equal(
            $$"""200 {"balance_transactions.0.type":"adjustment","balance_transactions.0.reporting_category":"dispute","balance_transactions.0.amount":-40000,"balance_transactions.0.fee":15000,"balance_transactions.0.net":-55000,"balance_transactions.0.currency":"mad","balance_transactions.0.exchange_rate":10.00,"balance_transactions.0.source":"{{dispute.Id}}"}""",
            dispute.Show([.. new[] { "type", "reporting_category", "amount", "fee", "net", "currency", "exchange_rate", "source" }.Select(member => "balance_transactions.0." + member)]));
        Assert.Equal(dispute.Body.ToJsonString(), (await gateway.Merchant.Get($"/v1/disputes/{dispute.Id}")).Body.ToJsonString());
        Assert.Equal(
            dispute["balance_transactions.0"]!.ToJsonString(),
            (await gateway.Merchant.Get($"/v1/balance_transactions/{dispute["balance_transactions.0.id"]}")).Body.ToJsonString());
        Assert.Equal(
            $$"""200 {"disputed":true,"dispute":"{{dispute.Id}}","amount_refunded":0,"refunded":false}""",
            (await gateway.Merchant.Get($"/v1/charges/{paid["latest_charge"]}")).Show("disputed", "dispute", "amount_refunded", "refunded"));
        Assert.Equal(["charge.dispute.funds_withdrawn needs_response", "charge.dispute.created needs_response"], await EventsOf(dispute));
        Assert.Equal(["sale 10000 00", "chargeback 4000 00"], await gateway.BankOperations(paid.Id));
        await gateway.AssertBooksHold();
    }

    [Fact]
    public async Task WinningEvidence_BringsTheMoneyBack_WithoutTheFee()
    {
        var paid = await gateway.Merchant.Pay(("amount", "10000"));
        var dispute = await Dispute(paid);

        var answered = await gateway.Merchant.Post(
            $"/v1/disputes/{dispute.Id}", ("evidence[uncategorized_text]", "winning_evidence"), ("evidence[product_description]", "Two cups"));
        var won = await gateway.Merchant.Get($"/v1/disputes/{dispute.Id}");

        Assert.Equal(
            """200 {"status":"under_review","evidence.product_description":"Two cups","evidence_details.has_evidence":true,"evidence_details.submission_count":1}""",
            answered.Show("status", "evidence.product_description", "evidence_details.has_evidence", "evidence_details.submission_count"));
        Assert.Equal(
            """200 {"status":"won","balance_transactions.1.amount":100000,"balance_transactions.1.fee":0,"balance_transactions.1.net":100000,"balance_transactions.1.reporting_category":"dispute_reversal"}""",
            won.Show("status", "balance_transactions.1.amount", "balance_transactions.1.fee", "balance_transactions.1.net", "balance_transactions.1.reporting_category"));
        Assert.Equal(
            [
                "charge.dispute.funds_reinstated won", "charge.dispute.closed won", "charge.dispute.updated under_review",
                "charge.dispute.funds_withdrawn needs_response", "charge.dispute.created needs_response",
            ],
            await EventsOf(dispute));
        Assert.Equal(["sale 10000 00", "chargeback 10000 00", "chargeback_reversal 10000 00"], await gateway.BankOperations(paid.Id));
        Assert.Equal("""200 {"status":"succeeded","amount":10000}""", (await gateway.Merchant.Post("/v1/refunds", ("payment_intent", paid.Id))).Show("status", "amount"));
        await gateway.AssertBooksHold();
    }

    [Fact]
    public async Task LosingEvidence_LosesIt_AndOnlyTheRestCanBeRefunded()
    {
        var paid = await gateway.Merchant.Pay(("amount", "10000"));
        var dispute = await Dispute(paid, ("amount", "4000"));
        var early = await gateway.Merchant.Post("/v1/refunds", ("payment_intent", paid.Id), ("amount", "1"));

        await gateway.Merchant.Post($"/v1/disputes/{dispute.Id}", ("evidence[uncategorized_text]", "losing_evidence"));

        Assert.Equal("""400 {"error.code":"charge_disputed"}""", early.Show("error.code"));
        Assert.Equal("""200 {"status":"lost"}""", (await gateway.Merchant.Get($"/v1/disputes/{dispute.Id}")).Show("status"));
        Assert.Equal("""400 {"error.code":"amount_too_large"}""", (await gateway.Merchant.Post("/v1/refunds", ("payment_intent", paid.Id), ("amount", "6001"))).Show("error.code"));
        Assert.Equal("""200 {"amount":6000}""", (await gateway.Merchant.Post("/v1/refunds", ("payment_intent", paid.Id))).Show("amount"));
        Assert.Equal("""400 {"error.code":"charge_disputed"}""", (await gateway.Merchant.Post("/v1/refunds", ("payment_intent", paid.Id))).Show("error.code"));
        Assert.Equal("""400 {"error.code":"charge_disputed"}""", (await Dispute(paid)).Show("error.code"));
        Assert.Equal(
            """400 {"error.code":"dispute_unexpected_state"}""",
            (await gateway.Merchant.Post($"/v1/disputes/{dispute.Id}", ("evidence[customer_name]", "Amina"))).Show("error.code"));
        Assert.Equal(["60000"], await gateway.Lines($"select (-sum(amount))::text from paygate.balance_transactions where payment_intent_id = '{paid.Id}' and type = 'refund'"));
        await gateway.AssertBooksHold();
    }

    [Fact]
    public async Task OtherEvidence_IsReviewedForAWeek_AndThenLost()
    {
        var dispute = await Dispute(await gateway.Merchant.Pay());
        await gateway.Merchant.Post($"/v1/disputes/{dispute.Id}", ("evidence[customer_name]", "Amina"), ("submit", "false"));
        var submitted = await gateway.Merchant.Post($"/v1/disputes/{dispute.Id}", ("submit", "true"));

        await gateway.Merchant.Advance((7 * 24 * Moving.Hour) - 60);
        var reviewed = await gateway.Merchant.Get($"/v1/disputes/{dispute.Id}");
        await gateway.Merchant.Advance(60);

        Assert.Equal("""200 {"status":"under_review","evidence.customer_name":"Amina"}""", submitted.Show("status", "evidence.customer_name"));
        Assert.Equal("""200 {"status":"under_review"}""", reviewed.Show("status"));
        Assert.Equal(
            """200 {"status":"lost","evidence_details.past_due":false}""",
            (await gateway.Merchant.Get($"/v1/disputes/{dispute.Id}")).Show("status", "evidence_details.past_due"));
        await gateway.AssertBooksHold();
    }

    [Fact]
    public async Task Deadline_WithoutEvidence_LosesIt_ToTheSecond()
    {
        var paid = await gateway.Merchant.Pay();
        var dispute = await Dispute(paid);

        await gateway.Merchant.Advance((7 * 24 * Moving.Hour) - 5);
        var before = await gateway.Merchant.Get($"/v1/disputes/{dispute.Id}");
        await gateway.Merchant.Advance(5);
        var after = await gateway.Merchant.Get($"/v1/disputes/{dispute.Id}");

        Assert.Equal("""200 {"status":"needs_response"}""", before.Show("status"));
        Assert.Equal("""200 {"status":"lost","evidence_details.past_due":true}""", after.Show("status", "evidence_details.past_due"));
        Assert.Equal("charge.dispute.closed lost", (await EventsOf(dispute))[0]);
        Assert.Equal("Lost", (await gateway.Lines($"select state->'intent'->'disputes_if_any'->0->>'status' from paygate.payment_intents where id = '{paid.Id}'"))[0]);
        await gateway.AssertBooksHold();
    }

    [Fact]
    public async Task Close_AcceptsTheLoss_OnceForAKey()
    {
        var dispute = await Dispute(await gateway.Merchant.Pay());
        var key = $"close-{dispute.Id}";

        var closed = await gateway.Merchant.PostOnce(key, $"/v1/disputes/{dispute.Id}/close");
        var replayed = await gateway.Merchant.PostOnce(key, $"/v1/disputes/{dispute.Id}/close");
        var again = await gateway.Merchant.Post($"/v1/disputes/{dispute.Id}/close");

        Assert.Equal("""200 {"status":"lost"}""", closed.Show("status"));
        Assert.Equal((closed.Body.ToJsonString(), true), (replayed.Body.ToJsonString(), replayed.Replayed));
        Assert.Equal("""400 {"error.code":"dispute_unexpected_state"}""", again.Show("error.code"));
        await gateway.AssertBooksHold();
    }

    [Fact]
    public async Task Decide_OrdersTheIssuer()
    {
        var (won, lost) = (await Dispute(await gateway.Merchant.Pay()), await Dispute(await gateway.Merchant.Pay()));

        Assert.Equal("""200 {"status":"won"}""", (await gateway.Merchant.Post($"/v1/test_helpers/disputes/{won.Id}/decide", ("outcome", "won"))).Show("status"));
        Assert.Equal("""200 {"status":"lost"}""", (await gateway.Merchant.Post($"/v1/test_helpers/disputes/{lost.Id}/decide", ("outcome", "lost"))).Show("status"));
        Assert.Equal(2, (await gateway.Merchant.Get($"/v1/disputes/{won.Id}"))["balance_transactions"]!.AsArray().Count);
        await gateway.AssertBooksHold();
    }

    [Theory]
    [InlineData("pm_card_createDispute", "fraudulent")]
    [InlineData("pm_card_createDisputeProductNotReceived", "product_not_received")]
    public async Task TestCard_IsDisputedAfterItsCapture(string method, string reason)
    {
        var paid = await gateway.Merchant.Pay(("payment_method", method), ("capture_method", "manual"));
        var charge = paid["latest_charge"]!.GetValue<string>();
        Assert.Empty(await gateway.Merchant.Ids($"/v1/disputes?charge={charge}"));

        await gateway.Merchant.Post($"/v1/payment_intents/{paid.Id}/capture", ("amount_to_capture", "1500"));

        var dispute = Assert.Single((await gateway.Merchant.Get($"/v1/disputes?charge={charge}"))["data"]!.AsArray())!;
        Assert.Equal($$"""{"amount":1500,"reason":"{{reason}}","status":"needs_response"}""", dispute.Show("amount", "reason", "status"));
        await gateway.AssertBooksHold();
    }

    [Fact]
    public async Task Script_ChargesBackAfterDays_WhatIsLeftThen()
    {
        await gateway.Merchant.Order("chargeback", "authorize", ("after_seconds", (2 * 24 * Moving.Hour).ToString()), ("dispute_reason", "duplicate"));
        var paid = await gateway.Merchant.Pay(("amount", "5000"));
        await gateway.Merchant.Post("/v1/refunds", ("payment_intent", paid.Id), ("amount", "2000"));

        await gateway.Merchant.Advance((2 * 24 * Moving.Hour) - 30);
        Assert.Empty(await gateway.Merchant.Ids($"/v1/disputes?payment_intent={paid.Id}"));
        await gateway.Merchant.Advance(30);

        var dispute = Assert.Single((await gateway.Merchant.Get($"/v1/disputes?payment_intent={paid.Id}"))["data"]!.AsArray())!;
        Assert.Equal("""{"amount":3000,"reason":"duplicate"}""", dispute.Show("amount", "reason"));
        await gateway.AssertBooksHold();
    }

    [Fact]
    public async Task Script_OfAPaymentThatWasRefunded_ChargesNothingBack()
    {
        await gateway.Merchant.Order("chargeback", "authorize", ("after_seconds", "3600"));
        var paid = await gateway.Merchant.Pay();
        await gateway.Merchant.Post("/v1/refunds", ("payment_intent", paid.Id));

        await gateway.Merchant.Advance(2 * Moving.Hour);

        Assert.Empty(await gateway.Merchant.Ids($"/v1/disputes?payment_intent={paid.Id}"));
        Assert.Equal("payment_dispute.dropped", (await gateway.Lines($"select type from audit.events where stream_id = '{paid.Id}' order by seq desc limit 1"))[0]);
        await gateway.AssertBooksHold();
    }

    [Fact]
    public async Task Bank_ThatIsSilent_IsAskedAgain_AndTheReturnWaitsForIt()
    {
        var paid = await gateway.Merchant.Pay();
        await gateway.Merchant.Order("lost_request", "chargeback", ("times", "2"), ("match[payment_intent]", paid.Id));
        var dispute = await Dispute(paid);
        await gateway.Merchant.Post($"/v1/test_helpers/disputes/{dispute.Id}/decide", ("outcome", "won"));
        var waiting = await gateway.Merchant.Get($"/v1/disputes/{dispute.Id}");

        await gateway.Merchant.Advance(60);

        Assert.Single(waiting["balance_transactions"]!.AsArray());
        Assert.Equal(2, (await gateway.Merchant.Get($"/v1/disputes/{dispute.Id}"))["balance_transactions"]!.AsArray().Count);
        Assert.Equal(["sale 1999 00", "chargeback 1999 00", "chargeback_reversal 1999 00"], await gateway.BankOperations(paid.Id));
        await gateway.AssertBooksHold();
    }

    [Fact]
    public async Task RefundRequest_OfADisputedPayment_CannotBeApproved()
    {
        var customer = await gateway.Merchant.Post("/v1/customers", ("name", "Amina"));
        var paid = await gateway.Merchant.Pay(("customer", customer.Id));
        var asked = await gateway.Merchant.Post("/v1/refund_requests", ("customer", customer.Id), ("payment_intent", paid.Id), ("amount", "500"), ("reason", "Too small."));
        var dispute = await Dispute(paid);

        Assert.Equal("""400 {"error.code":"charge_disputed"}""", (await gateway.Merchant.Post($"/v1/refund_requests/{asked.Id}/approve")).Show("error.code"));
        Assert.Equal("""200 {"status":"pending"}""", (await gateway.Merchant.Get($"/v1/refund_requests/{asked.Id}")).Show("status"));
        await gateway.Merchant.Post($"/v1/test_helpers/disputes/{dispute.Id}/decide", ("outcome", "won"));
        Assert.Equal("""200 {"status":"completed"}""", (await gateway.Merchant.Post($"/v1/refund_requests/{asked.Id}/approve")).Show("status"));
        await gateway.AssertBooksHold();
    }

    [Fact]
    public async Task Dispute_WithAKey_IsOpenedOnce()
    {
        var paid = await gateway.Merchant.Pay();
        var (key, path) = ($"dispute-{paid.Id}", $"/v1/test_helpers/payment_intents/{paid.Id}/dispute");

        var first = await gateway.Merchant.PostOnce(key, path);
        var second = await gateway.Merchant.PostOnce(key, path);

        Assert.Equal((first.Body.ToJsonString(), true), (second.Body.ToJsonString(), second.Replayed));
        Assert.Equal([first.Id], await gateway.Merchant.Ids($"/v1/disputes?payment_intent={paid.Id}"));
    }

    [Fact]
    public async Task Erasure_OfTheCustomer_TakesTheEvidence()
    {
        var customer = await gateway.Merchant.Post("/v1/customers", ("name", "Zoraida"));
        var paid = await gateway.Merchant.Pay(("customer", customer.Id));
        var dispute = await Dispute(paid);
        await gateway.Merchant.PostOnce($"evidence-{dispute.Id}", $"/v1/disputes/{dispute.Id}", ("evidence[customer_name]", "Zoraida Benali"), ("submit", "false"), ("metadata[who]", "Zoraida Benali"));
        await EventsOf(dispute);

        await gateway.Merchant.Post($"/v1/customers/{customer.Id}/erase");
        await gateway.Merchant.Advance(120);

        Assert.Equal(
            """200 {"status":"needs_response","evidence.customer_name":null,"metadata":{}}""",
            (await gateway.Merchant.Get($"/v1/disputes/{dispute.Id}")).Show("status", "evidence.customer_name", "metadata"));
        Assert.Empty(await gateway.Lines(
            $"""
            select 'state' from paygate.disputes where state::text like '%Zoraida Benali%'
            union all select 'fact' from paygate.events where stream_id = '{dispute.Id}' and data::text like '%Zoraida Benali%'
            union all select 'member' from paygate.fact_members where id = '{dispute.Id}'
            union all select 'event' from paygate.public_events where convert_from(body, 'UTF8') like '%Zoraida Benali%'
            union all select 'answer' from paygate.idempotency where convert_from(body, 'UTF8') like '%Zoraida Benali%'
            """));
        await gateway.AssertBooksHold();
    }

    private Task<Reply> Dispute(Reply paid, params (string Name, string Value)[] form) =>
        gateway.Merchant.Post($"/v1/test_helpers/payment_intents/{paid.Id}/dispute", form);

    private async Task<IReadOnlyList<string>> EventsOf(Reply dispute)
    {
        var events = await gateway.Merchant.Get("/v1/events?limit=100&" + string.Join("&", Told.Select(type => "types[]=" + type)));
        return
        [
            .. events["data"]!.AsArray().Where(told => told!["data"]!["object"]!["id"]!.GetValue<string>() == dispute.Id)
                .Select(told => $"{told!["type"]} {told["data"]!["object"]!["status"]}"),
        ];
    }
}
