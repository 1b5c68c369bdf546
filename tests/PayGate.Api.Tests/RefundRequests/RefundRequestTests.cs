using PayGate.Api.Tests.Payments;
using PayGate.Silo.Books.Checks;

namespace PayGate.Api.Tests.RefundRequests;

/// <summary>What customers ask back and merchants decide, on the real database and bank.</summary>
[Collection(GatewayCollection.Name)]
public sealed class RefundRequestTests(Gateway gateway)
{
    [Fact]
    public async Task Approve_RefundsThePayment_AndTellsTheStory()
    {
        var (customer, payment) = await Paid();

        var asked = await Ask(customer, payment, ("amount", "700"));
        var approved = await Approve(asked);

        Assert.Equal(
            $$"""200 {"status":"pending","amount":700,"currency":"usd","customer":"{{customer}}","payment_intent":"{{payment}}","reason":"Too small.","refund":null,"decided_at":null}""",
            asked.Show("status", "amount", "currency", "customer", "payment_intent", "reason", "refund", "decided_at"));
        Assert.Equal("""200 {"status":"completed","failure_reason":null,"rejection_reason":null}""", approved.Show("status", "failure_reason", "rejection_reason"));
        Assert.Equal(["sale 1999 00", "refund 700 00"], await gateway.BankOperations(payment));
        var refund = await gateway.Merchant.Get($"/v1/refunds/{approved["refund"]}");
        Assert.Equal(
            $$"""200 {"payment_intent":"{{payment}}","amount":700,"reason":"requested_by_customer","status":"succeeded"}""",
            refund.Show("payment_intent", "amount", "reason", "status"));
        Assert.Equal(["refund_request.completed", "refund_request.approved", "refund_request.created"], await EventsOf(asked.Id));
        var shown = await gateway.Merchant.Get($"/v1/refund_requests/{asked.Id}?expand[]=customer&expand[]=payment_intent&expand[]=refund.charge");
        Assert.Equal(
            $$"""200 {"status":"completed","customer.id":"{{customer}}","payment_intent.id":"{{payment}}","refund.id":"{{refund.Id}}","refund.charge.amount_refunded":700}""",
            shown.Show("status", "customer.id", "payment_intent.id", "refund.id", "refund.charge.amount_refunded"));
        Assert.Empty(await BooksAudit.Run(gateway.Fixture.Database.Audit));
    }

    [Fact]
    public async Task Reject_SaysWhy_IsFinal_AndLeavesRoomForAnother()
    {
        var (customer, payment) = await Paid();
        var asked = await Ask(customer, payment);

        var rejected = await gateway.Merchant.Post($"/v1/refund_requests/{asked.Id}/reject", ("reason", "Worn."));

        Assert.Equal("""200 {"status":"rejected","rejection_reason":"Worn.","refund":null}""", rejected.Show("status", "rejection_reason", "refund"));
        foreach (var late in new[] { await Approve(asked), await gateway.Merchant.Post($"/v1/refund_requests/{asked.Id}/reject", ("reason", "Again.")) })
        {
            Assert.Equal("""400 {"error.code":"refund_request_unexpected_state"}""", late.Show("error.code"));
        }

        Assert.Equal(["refund_request.rejected", "refund_request.created"], await EventsOf(asked.Id));
        Assert.Equal("""200 {"status":"completed","amount":1999}""", (await Approve(await Ask(customer, payment))).Show("status", "amount"));
        Assert.Equal("""400 {"error.code":"charge_already_refunded"}""", (await Ask(customer, payment)).Show("error.code"));
    }

    [Fact]
    public async Task Create_IsForTheCustomersOwnPaidPayments()
    {
        var (customer, payment) = await Paid();
        var stranger = (await gateway.Merchant.Post("/v1/customers")).Id;
        var (gone, theirs) = await Paid();
        await gateway.Merchant.Delete($"/v1/customers/{gone}");
        var nobodys = (await gateway.Merchant.Pay()).Id;
        var unpaid = (await gateway.Merchant.Create(("customer", customer))).Id;

        Assert.Equal("""404 {"error.code":"resource_missing","error.param":"payment_intent"}""", (await Ask(stranger, payment)).Show("error.code", "error.param"));
        Assert.Equal("""404 {"error.code":"resource_missing","error.param":"payment_intent"}""", (await Ask(customer, nobodys)).Show("error.code", "error.param"));
        Assert.Equal("""404 {"error.code":"resource_missing","error.param":"customer"}""", (await Ask(gone, theirs)).Show("error.code", "error.param"));
        Assert.Equal(
            """400 {"error.code":"payment_intent_unexpected_state","error.param":"payment_intent"}""", (await Ask(customer, unpaid)).Show("error.code", "error.param"));
        Assert.Equal("""400 {"error.code":"amount_too_large","error.param":"amount"}""", (await Ask(customer, payment, ("amount", "2000"))).Show("error.code", "error.param"));
    }

    [Fact]
    public async Task Create_TwentyTimesAtOnce_OpensOne()
    {
        var (customer, payment) = await Paid();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Ask(customer, payment, ("amount", "1"))));

        Assert.Single(answers, answer => answer.Status == 200);
        Assert.All(answers.Where(answer => answer.Status != 200), answer => Assert.Equal("""400 {"error.code":"refund_request_open"}""", answer.Show("error.code")));
        Assert.Equal("1", Assert.Single(await gateway.Lines($"select count(*)::text from paygate.refund_requests where payment_intent_id = '{payment}'")));
    }

    [Fact]
    public async Task Create_WithTheSameKey_IsReplayed()
    {
        var (customer, payment) = await Paid();
        (string, string)[] form = [("customer", customer), ("payment_intent", payment), ("reason", "Too small.")];

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => gateway.Merchant.PostOnce($"rr-{payment}", "/v1/refund_requests", form)));
        var after = await gateway.Merchant.PostOnce($"rr-{payment}", "/v1/refund_requests", form);

        Assert.All(answers, answer => Assert.Contains(answer.Status, new[] { 200, 409 }));
        Assert.True(after.Replayed);
        Assert.All(answers.Where(answer => answer.Status == 200), answer => Assert.Equal(after.Body.ToJsonString(), answer.Body.ToJsonString()));
    }

    [Fact]
    public async Task Approve_TwentyTimesAtOnce_RefundsOnce_AndIsReplayed()
    {
        var (customer, payment) = await Paid();
        var asked = await Ask(customer, payment);
        var path = $"/v1/refund_requests/{asked.Id}/approve";

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => gateway.Merchant.PostOnce($"{asked.Id}-{number}", path)));
        var winner = Array.FindIndex(answers, answer => answer.Status == 200);
        var again = await gateway.Merchant.PostOnce($"{asked.Id}-{winner}", path);

        Assert.Single(answers, answer => answer.Status == 200);
        Assert.Equal((true, answers[winner].Body.ToJsonString()), (again.Replayed, again.Body.ToJsonString()));
        Assert.All(
            answers.Where(answer => answer.Status != 200), answer => Assert.Equal("""400 {"error.code":"refund_request_unexpected_state"}""", answer.Show("error.code")));
        Assert.Equal(["sale 1999 00", "refund 1999 00"], await gateway.BankOperations(payment));
    }

    [Fact]
    public async Task ApproveAndReject_AtOnce_HaveOneWinner()
    {
        var approvals = 0;
        for (var round = 0; round < 8; round++)
        {
            var (customer, payment) = await Paid();
            var asked = await Ask(customer, payment);
            var path = $"/v1/refund_requests/{asked.Id}";

            var answers = await Task.WhenAll(Enumerable.Range(round, 10).Select(number => number % 2 == 0
                ? gateway.Merchant.Post($"{path}/approve")
                : gateway.Merchant.Post($"{path}/reject", ("reason", "Worn."))));

            var won = Assert.Single(answers, answer => answer.Status == 200);
            var isApproved = won["status"]!.GetValue<string>() == "completed";
            Assert.All(
                answers.Where(answer => answer.Status != 200), answer => Assert.Equal("""400 {"error.code":"refund_request_unexpected_state"}""", answer.Show("error.code")));
            Assert.Equal(isApproved ? "completed" : "rejected", (await Read(asked))["status"]!.GetValue<string>());
            Assert.Equal(isApproved ? ["sale 1999 00", "refund 1999 00"] : ["sale 1999 00"], await gateway.BankOperations(payment));
            approvals += isApproved ? 1 : 0;
        }

        // A race that always ends the same way would be none.
        Assert.InRange(approvals, 1, 7);
    }

    [Fact]
    public async Task Approve_WhileRefundsByHandTakeTheMoney_GivesBackNoMoreThanWasPaid()
    {
        var (customer, payment) = await Paid();
        var asked = await Ask(customer, payment, ("amount", "1500"));

        var byHand = Enumerable.Range(0, 6).Select(_ => gateway.Merchant.Post("/v1/refunds", ("payment_intent", payment), ("amount", "600")));
        var approved = Approve(asked);
        var refunds = await Task.WhenAll(byHand);
        var made = refunds.Count(refund => refund.Status == 200);

        Assert.Equal((await approved)["status"]!.GetValue<string>() == "completed" ? 0 : 3, made);
        Assert.Equal(made == 0 ? "1500" : "1800", Assert.Single(await gateway.Lines($"select amount_refunded::text from audit.payments where id = '{payment}'")));
        Assert.Empty(await BooksAudit.Run(gateway.Fixture.Database.Audit));
    }

    [Fact]
    public async Task Approve_WhenTheBankIsSilent_StaysApprovedUntilTheSweepKnows()
    {
        var (customer, payment) = await Paid();
        var asked = await Ask(customer, payment);
        await gateway.Merchant.Order("lost_answer", "refund", ("match[payment_intent]", payment));

        var silent = await gateway.Merchant.PostOnce($"{asked.Id}-a", $"/v1/refund_requests/{asked.Id}/approve");
        await LetPass(TimeSpan.FromSeconds(60));
        var replayed = await gateway.Merchant.PostOnce($"{asked.Id}-a", $"/v1/refund_requests/{asked.Id}/approve");

        Assert.Equal("""200 {"status":"approved"}""", silent.Show("status"));
        Assert.Equal((true, silent.Body.ToJsonString()), (replayed.Replayed, replayed.Body.ToJsonString()));
        Assert.Equal("""200 {"status":"completed"}""", (await Read(asked)).Show("status"));
        Assert.Equal(["sale 1999 00", "refund 1999 00"], await gateway.BankOperations(payment));
    }

    [Theory]
    [InlineData("pm_card_pendingRefund", """200 {"status":"completed","failure_reason":null}""")]
    [InlineData("pm_card_refundFail", """200 {"status":"failed","failure_reason":"declined"}""")]
    public async Task Approve_WhenTheIssuerIsAway_FollowsTheRefundToItsEnd(string method, string end)
    {
        var (customer, payment) = await Paid(method);
        var asked = await Ask(customer, payment, ("amount", "700"));

        var waiting = await Approve(asked);
        await LetPass(TimeSpan.FromMinutes(5));

        Assert.Equal("""200 {"status":"approved"}""", waiting.Show("status"));
        Assert.Equal(end, (await Read(asked)).Show("status", "failure_reason"));
        var last = (await EventsOf(asked.Id))[0];
        Assert.Equal(end.Contains("completed", StringComparison.Ordinal) ? "refund_request.completed" : "refund_request.failed", last);
    }

    [Fact]
    public async Task Approve_WhenTheRefundIsWithdrawn_Fails()
    {
        var (customer, payment) = await Paid("pm_card_pendingRefund");
        var waiting = await Approve(await Ask(customer, payment));

        await gateway.Merchant.Post($"/v1/refunds/{waiting["refund"]}/cancel");
        await LetPass(TimeSpan.FromMinutes(1));

        Assert.Equal("""200 {"status":"failed","failure_reason":"canceled"}""", (await Read(waiting)).Show("status", "failure_reason"));
        Assert.Equal("pending", (await Ask(customer, payment))["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task Approve_WhenTheMoneyIsGone_FailsWithoutARefund()
    {
        var (customer, payment) = await Paid();
        var asked = await Ask(customer, payment);
        await gateway.Merchant.Post("/v1/refunds", ("payment_intent", payment), ("amount", "1"));

        var failed = await Approve(asked);

        Assert.Equal("""200 {"status":"failed","failure_reason":"not_refundable","refund":null}""", failed.Show("status", "failure_reason", "refund"));
        Assert.Equal(["sale 1999 00", "refund 1 00"], await gateway.BankOperations(payment));
    }

    [Fact]
    public async Task List_FiltersByStatusCustomerAndPayment_AndPages()
    {
        var (customer, payment) = await Paid();
        var rejected = await Ask(customer, payment);
        await gateway.Merchant.Post($"/v1/refund_requests/{rejected.Id}/reject", ("reason", "No."));
        var pending = await Ask(customer, payment);

        Assert.Equal([pending.Id, rejected.Id], await Ids($"customer={customer}"));
        Assert.Equal([pending.Id], await Ids($"payment_intent={payment}&status=pending"));
        Assert.Equal([rejected.Id], await Ids($"customer={customer}&starting_after={pending.Id}"));
        Assert.Equal([pending.Id], await Ids($"customer={customer}&ending_before={rejected.Id}"));
        Assert.Equal([], await Ids($"customer={customer}&status=completed"));
        Assert.Equal(2, (await gateway.Merchant.Get($"/v1/refund_requests?customer={customer}&limit=1&include[]=total_count"))["total_count"]!.GetValue<int>());
    }

    [Fact]
    public async Task List_ShowsEachRequestsOwnObjects()
    {
        var (first, firstPayment) = await Paid();
        var (second, secondPayment) = await Paid();
        var pending = await Ask(first, firstPayment);
        var completed = await Approve(await Ask(second, secondPayment, ("amount", "700")));

        var list = await gateway.Merchant.Get(
            "/v1/refund_requests?limit=2&expand[]=data.customer&expand[]=data.payment_intent.customer&expand[]=data.payment_intent.latest_charge&expand[]=data.refund");

        Assert.Equal(
            $$"""200 {"data.0.id":"{{completed.Id}}","data.0.customer.id":"{{second}}","data.0.payment_intent.id":"{{secondPayment}}","data.0.payment_intent.customer.id":"{{second}}","data.0.refund.amount":700}""",
            list.Show("data.0.id", "data.0.customer.id", "data.0.payment_intent.id", "data.0.payment_intent.customer.id", "data.0.refund.amount"));
        Assert.Equal(
            $$"""200 {"data.1.id":"{{pending.Id}}","data.1.customer.id":"{{first}}","data.1.payment_intent.id":"{{firstPayment}}","data.1.payment_intent.latest_charge.amount":1999,"data.1.refund":null}""",
            list.Show("data.1.id", "data.1.customer.id", "data.1.payment_intent.id", "data.1.payment_intent.latest_charge.amount", "data.1.refund"));
    }

    private async Task<(string Customer, string Payment)> Paid(string method = "pm_card_visa")
    {
        var customer = (await gateway.Merchant.Post("/v1/customers")).Id;
        return (customer, (await gateway.Merchant.Pay(("payment_method", method), ("customer", customer))).Id);
    }

    private Task<Reply> Ask(string customer, string payment, params (string Name, string Value)[] more) =>
        gateway.Merchant.Post("/v1/refund_requests", [("customer", customer), ("payment_intent", payment), ("reason", "Too small."), .. more]);

    private Task<Reply> Approve(Reply asked) => gateway.Merchant.Post($"/v1/refund_requests/{asked.Id}/approve");

    private Task<Reply> Read(Reply asked) => gateway.Merchant.Get($"/v1/refund_requests/{asked.Id}");

    /// <summary>A payment's own due work comes first, then the request's, which looks at it.</summary>
    private async Task LetPass(TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromSeconds(20))
        {
            gateway.Fixture.Clock.Advance(TimeSpan.FromSeconds(20));
            await gateway.Fixture.Sweep();
        }
    }

    private async Task<List<string>> Ids(string query) =>
        [.. (await gateway.Merchant.Get($"/v1/refund_requests?{query}"))["data"]!.AsArray().Select(request => request!["id"]!.GetValue<string>())];

    private async Task<List<string>> EventsOf(string id) =>
    [
        .. (await gateway.Merchant.Get("/v1/events?limit=40"))["data"]!.AsArray()
            .Where(one => Payments.Read.Member(one, "data.object.id")!.GetValue<string>() == id).Select(one => one!["type"]!.GetValue<string>()),
    ];
}
