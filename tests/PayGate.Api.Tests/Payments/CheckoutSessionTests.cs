using System.Text.Json.Nodes;

namespace PayGate.Api.Tests.Payments;

/// <summary>Checkout sessions over HTTP, on the real database and bank.</summary>
[Collection(GatewayCollection.Name)]
public sealed class CheckoutSessionTests(Gateway gateway)
{
    private const string Sessions = "/v1/checkout/sessions";

    private static readonly (string, string)[] TwoLines =
    [
        ("line_items[0][price_data][currency]", "usd"), ("line_items[0][price_data][unit_amount]", "350"),
        ("line_items[0][price_data][product_data][name]", "Coffee"), ("line_items[0][quantity]", "3"),
        ("line_items[1][price_data][currency]", "usd"), ("line_items[1][price_data][unit_amount]", "499"),
        ("line_items[1][price_data][product_data][name]", "Cake"), ("line_items[1][price_data][product_data][description]", "Lemon"),
    ];

    [Fact]
    public async Task Session_IsPaidOnItsPage_AndSaysSo()
    {
        var session = await Create(
            ("success_url", "https://shop.example/done?session={CHECKOUT_SESSION_ID}"), ("cancel_url", "https://shop.example/cart"),
            ("order_id", "2026-0117"), ("client_reference_id", "cart_17"), ("customer_email", "amina@example.com"),
            ("payment_intent_data[description]", "Breakfast"));

        Assert.Equal(
            $$"""200 {"status":"open","payment_status":"unpaid","amount_total":1549,"currency":"usd","success_url":"https://shop.example/done?session={{session.Id}}","order_id":"2026-0117"}""",
            session.Show("status", "payment_status", "amount_total", "currency", "success_url", "order_id"));
        var (payment, secret) = (Payment(session), Secret(session));
        var page = await Browser(secret).Get($"/v1/checkout_pages/{payment}");
        Assert.Equal(
            """200 {"amount":1549,"description":"Breakfast","line_items":[{"amount":1050,"name":"Coffee","quantity":3},{"amount":499,"name":"Cake","quantity":1}]}""",
            page.Show("amount", "description", "line_items"));

        var paid = await Browser(secret).Post($"/v1/payment_intents/{payment}/confirm", ("payment_method", "pm_card_visa"));

        Assert.Equal("""200 {"status":"succeeded","amount_received":1549}""", paid.Show("status", "amount_received"));
        var done = await gateway.Merchant.Get($"{Sessions}/{session.Id}?expand[]=payment_intent.latest_charge");
        Assert.Equal(
            """200 {"status":"complete","payment_status":"paid","url":null,"payment_intent.latest_charge.amount_captured":1549,"payment_intent.receipt_email":"amina@example.com"}""",
            done.Show("status", "payment_status", "url", "payment_intent.latest_charge.amount_captured", "payment_intent.receipt_email"));
        Assert.Equal(["checkout.session.completed"], await Events(session.Id));
        var lines = await gateway.Merchant.Get($"{Sessions}/{session.Id}/line_items");
        Assert.Equal([("Coffee", 1050L), ("Cake", 499L)], lines["data"]!.AsArray().Select(line =>
            (line!["description"]!.GetValue<string>(), line["amount_total"]!.GetValue<long>())));
    }

    [Fact]
    public async Task Url_EndsWithThePaymentsSecret_AlsoWhenReplayed_AndNoOtherIsFilledIn()
    {
        var key = $"session-{Guid.NewGuid():N}";
        var stranger = await gateway.Other.Create();
        (string, string)[] form = [.. TwoLines, ("metadata[url]", $"x#{stranger.Id}_secret_"), ("client_reference_id", $"x#{stranger.Id}_secret_")];

        var first = await gateway.Merchant.PostOnce(key, Sessions, form);
        var replayed = await gateway.Merchant.PostOnce(key, Sessions, form);

        Assert.StartsWith($"{Payment(first)}_secret_", Secret(first), StringComparison.Ordinal);
        Assert.Equal($"x#{stranger.Id}_secret_", first["metadata.url"]!.GetValue<string>());
        Assert.True(replayed.Replayed);
        Assert.True(JsonNode.DeepEquals(first.Body, replayed.Body));
        Assert.Equal(200, (await Browser(Secret(first)).Get($"/v1/payment_intents/{Payment(first)}")).Status);
        Assert.Equal(
            first["url"]!.GetValue<string>(), (await gateway.Merchant.Get($"{Sessions}/{first.Id}"))["url"]!.GetValue<string>());
        Assert.DoesNotContain(Secret(first)[^20..], string.Join('\n', await gateway.Lines(
            $"select state::text from paygate.checkout_sessions where id = '{first.Id}' union all select convert_from(body, 'UTF8') from paygate.idempotency where key = '{key}'")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task FiftyEqualCreates_MakeOneSession_AndLeaveNoOtherPaymentOpen()
    {
        var (key, order) = ($"session-{Guid.NewGuid():N}", Guid.NewGuid().ToString("N"));

        var all = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => gateway.Merchant.PostOnce(key, Sessions, [.. TwoLines, ("order_id", order)])));

        Assert.All(all, answer => Assert.Contains(answer.Status, new[] { 200, 409 }));
        Assert.Single(all.Where(answer => answer.Status == 200).Select(answer => answer.Id).Distinct());
        Assert.Equal(["1"], await gateway.Lines($"select count(*)::text from paygate.checkout_sessions where order_id = '{order}'"));
        Assert.Equal(["1"], await gateway.Lines(
            $"select count(*)::text from paygate.payment_intents where status <> 'canceled' and state #>> '{{intent,details,order_id}}' = '{order}'"));
    }

    [Fact]
    public async Task Expire_ClosesThePage_AndASecondOneIsRefused()
    {
        var session = await Create();

        var expired = await gateway.Merchant.Post($"{Sessions}/{session.Id}/expire");
        var again = await gateway.Merchant.Post($"{Sessions}/{session.Id}/expire");
        var late = await Browser(Secret(session)).Post($"/v1/payment_intents/{Payment(session)}/confirm", ("payment_method", "pm_card_visa"));

        Assert.Equal("""200 {"status":"expired","url":null,"payment_status":"unpaid"}""", expired.Show("status", "url", "payment_status"));
        Assert.Equal("""400 {"error.code":"checkout_session_unexpected_state"}""", again.Show("error.code"));
        Assert.Equal("""400 {"error.code":"payment_intent_unexpected_state"}""", late.Show("error.code"));
        Assert.Equal(["checkout.session.expired"], await Events(session.Id));
    }

    [Fact]
    public async Task Expire_OfASessionWhoseMoneyIsHeld_IsRefusedAndGivesNothingBack()
    {
        var session = await Create(("payment_intent_data[capture_method]", "manual"));
        await Browser(Secret(session)).Post($"/v1/payment_intents/{Payment(session)}/confirm", ("payment_method", "pm_card_visa"));

        var refused = await gateway.Merchant.Post($"{Sessions}/{session.Id}/expire");

        Assert.Equal("""400 {"error.code":"checkout_session_unexpected_state"}""", refused.Show("error.code"));
        Assert.Equal("""200 {"status":"complete","payment_status":"unpaid"}""", (await gateway.Merchant.Get($"{Sessions}/{session.Id}")).Show("status", "payment_status"));
        Assert.Equal("""200 {"status":"requires_capture"}""", (await gateway.Merchant.Get($"/v1/payment_intents/{Payment(session)}")).Show("status"));
    }

    [Fact]
    public async Task Time_ExpiresSessionAndPaymentTogether()
    {
        var at = gateway.Fixture.Clock.GetUtcNow().AddMinutes(15).ToUnixTimeSeconds();
        var session = await Create(("expires_at", at.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        gateway.Fixture.Clock.Advance(TimeSpan.FromMinutes(14));
        await gateway.Fixture.Sweep();
        Assert.Equal("""200 {"status":"open"}""", (await gateway.Merchant.Get($"{Sessions}/{session.Id}")).Show("status"));

        gateway.Fixture.Clock.Advance(TimeSpan.FromMinutes(1));
        // One sweep for the payment, one for the session that waits for its end.
        await gateway.Fixture.Sweep();
        await gateway.Fixture.Sweep();

        Assert.Equal($$"""200 {"status":"expired","expires_at":{{at}}}""", (await gateway.Merchant.Get($"{Sessions}/{session.Id}")).Show("status", "expires_at"));
        Assert.Equal("""200 {"cancellation_reason":"expired"}""", (await gateway.Merchant.Get($"/v1/payment_intents/{Payment(session)}")).Show("cancellation_reason"));
    }

    [Fact]
    public async Task PaymentThatIsFoundApprovedAfterTheEnd_CompletesItsSession()
    {
        var session = await Create();
        await gateway.Merchant.Order("lost_answer", "authorize");
        var silent = await Browser(Secret(session)).Post($"/v1/payment_intents/{Payment(session)}/confirm", ("payment_method", "pm_card_visa"));
        Assert.Equal("""200 {"status":"processing"}""", silent.Show("status"));

        gateway.Fixture.Clock.Advance(TimeSpan.FromHours(2));
        await gateway.Fixture.Sweep();
        await gateway.Fixture.Sweep();

        Assert.Equal("""200 {"status":"complete","payment_status":"paid"}""", (await gateway.Merchant.Get($"{Sessions}/{session.Id}")).Show("status", "payment_status"));
        Assert.Equal(["checkout.session.completed"], await Events(session.Id));
    }

    [Theory]
    [InlineData("automatic", "succeeded")]
    [InlineData("manual", "requires_capture")]
    public async Task ExpireAgainstConfirm_HasOneWinnerEachTime(string captureMethod, string approved)
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 40).Select(async _ =>
        {
            var session = await Create(("payment_intent_data[capture_method]", captureMethod));
            var (expired, paid) = (
                gateway.Merchant.Post($"{Sessions}/{session.Id}/expire"),
                Browser(Secret(session)).Post($"/v1/payment_intents/{Payment(session)}/confirm", ("payment_method", "pm_card_visa")));
            var ended = (await expired).Status == 200;
            var succeeded = (await paid).Status == 200;
            var now = await gateway.Merchant.Get($"{Sessions}/{session.Id}");
            var payment = await gateway.Merchant.Get($"/v1/payment_intents/{Payment(session)}");
            Assert.Equal(
                ended ? ("expired", "canceled") : ("complete", approved),
                (now["status"]!.GetValue<string>(), payment["status"]!.GetValue<string>()));
            return (ended, succeeded);
        }));

        Assert.All(outcomes, outcome => Assert.NotEqual(outcome.ended, outcome.succeeded));
    }

    [Theory]
    [InlineData("parameter_missing", "line_items", "")]
    [InlineData("parameter_missing", "line_items[0][price_data]", "line_items[0][quantity]=1")]
    [InlineData("parameter_missing", "line_items[0][price_data][product_data]", "line_items[0][price_data][currency]=usd&line_items[0][price_data][unit_amount]=100")]
    [InlineData("parameter_unknown", "line_items[0][price]", "line_items[0][price]=price_1")]
    [InlineData("parameter_invalid_integer", "line_items[0][quantity]", "line_items[0][quantity]=0&{line}")]
    [InlineData("parameter_invalid_integer", "line_items[0][price_data][unit_amount]", "{line}&line_items[0][price_data][unit_amount]=-1")]
    [InlineData("parameter_invalid_integer", "expires_at", "{line}&expires_at=1894008600")]
    [InlineData("amount_too_small", "line_items", "{line}&line_items[0][price_data][unit_amount]=49")]
    [InlineData("amount_too_large", "line_items", "{line}&line_items[0][price_data][unit_amount]=99999999999&line_items[0][quantity]=999999")]
    [InlineData("resource_missing", "customer", "{line}&customer=cus_0000000000000000000000000")]
    [InlineData("url_invalid", "success_url", "{line}&success_url=javascript:alert(1)")]
    [InlineData("parameter_invalid_string", "mode", "{line}&mode=subscription")]
    public async Task Create_OfWhatCannotBe_IsRefusedAndMakesNothing(string code, string param, string form)
    {
        var before = await gateway.Lines("select count(*)::text from paygate.checkout_sessions");
        var members = form.Replace(
            "{line}", "line_items[0][price_data][currency]=usd&line_items[0][price_data][product_data][name]=Tea&line_items[0][price_data][unit_amount]=500", StringComparison.Ordinal)
            .Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)).GroupBy(pair => pair[0]).Select(group => (group.Key, group.Last()[1]));

        var refused = await gateway.Merchant.Post(Sessions, [.. members]);

        Assert.Equal((code, param), (refused["error.code"]!.GetValue<string>(), refused["error.param"]!.GetValue<string>()));
        Assert.Equal(before, await gateway.Lines("select count(*)::text from paygate.checkout_sessions"));
    }

    [Fact]
    public async Task Lists_AreFiltered_AndStrangersSeeNothing()
    {
        var order = Guid.NewGuid().ToString("N");
        var (one, two) = (await Create(("order_id", order)), await Create(("order_id", order)));
        await gateway.Merchant.Post($"{Sessions}/{one.Id}/expire");

        Assert.Equal([two.Id, one.Id], await Ids($"{Sessions}?order_id={order}"));
        Assert.Equal([two.Id], await Ids($"{Sessions}?order_id={order}&status=open"));
        Assert.Equal([one.Id], await Ids($"{Sessions}?payment_intent={Payment(one)}"));
        Assert.Equal([one.Id], await Ids($"{Sessions}?order_id={order}&starting_after={two.Id}"));
        foreach (var refused in new[]
        {
            await gateway.Other.Get($"{Sessions}/{one.Id}"), await gateway.Other.Get($"{Sessions}/{one.Id}/line_items"),
            await gateway.Other.Post($"{Sessions}/{one.Id}", ("metadata[a]", "b")), await gateway.Other.Post($"{Sessions}/{two.Id}/expire"),
        })
        {
            Assert.Equal("""404 {"error.code":"resource_missing"}""", refused.Show("error.code"));
        }

        Assert.Equal("""200 {"metadata":{"a":"b"}}""", (await gateway.Merchant.Post($"{Sessions}/{one.Id}", ("metadata[a]", "b"))).Show("metadata"));
    }

    private async Task<Reply> Create(params (string, string)[] more)
    {
        var created = await gateway.Merchant.Post(Sessions, [.. TwoLines, .. more]);
        Assert.Equal(200, created.Status);
        return created;
    }

    private Caller Browser(string secret) => gateway.CallerWith(secret);

    private static string Payment(Reply session) => session["payment_intent"]!.GetValue<string>();

    private static string Secret(Reply session) => session["url"]!.GetValue<string>().Split('#')[1];

    private async Task<List<string>> Ids(string path) =>
        [.. (await gateway.Merchant.Get(path))["data"]!.AsArray().Select(one => one!["id"]!.GetValue<string>())];

    private async Task<List<string>> Events(string id) =>
    [
        .. (await gateway.Merchant.Get("/v1/events?limit=100&types[]=checkout.session.completed&types[]=checkout.session.expired"))["data"]!.AsArray()
            .Where(one => one!["data"]!["object"]!["id"]!.GetValue<string>() == id).Select(one => one!["type"]!.GetValue<string>()),
    ];
}
