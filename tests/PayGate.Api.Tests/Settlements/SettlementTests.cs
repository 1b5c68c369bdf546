using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using PayGate.Api.Tests.Payments;
using PayGate.Api.Tests.TestHelpers;
using PayGate.Silo.Books.Checks;
using PayGate.Testing;

namespace PayGate.Api.Tests.Settlements;

/// <summary>Closed days, their batches and what they pay out, through the routes and compared with the books. Each test moves a clock of its own.</summary>
public sealed class SettlementTests : IAsyncLifetime
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private Gateway _gateway = null!;

    public async Task InitializeAsync()
    {
        _gateway = new Gateway();
        await _gateway.InitializeAsync();
    }

    public Task DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task ADay_IsClosedAfterItsMidnight_AndPaidOutOnTheSecondBusinessDay()
    {
        var (merchant, _) = await Open("Souss Argan", Currency.Mad);
        await merchant.Pay(("amount", "10000"), ("order_id", "=1+1"));
        var eur = await merchant.Pay(("amount", "9999"), ("currency", "eur"));
        await merchant.Post("/v1/refunds", ("payment_intent", eur.Id), ("amount", "5000"));
        await merchant.Pay(("payment_method", "pm_card_chargeDeclined"));

        // Monday 9:30 to Tuesday 0:00:59: the day is over, and its last commits may still be under way.
        await MoveTo("2030-01-08T00:00:59Z");
        Assert.Empty(await Batches(merchant));
        await MoveTo("2030-01-08T00:01:00Z");

        // 1,000.00 and 1,099.89 MAD; fees 32.00 and 34.89; refund 550.00.
        Assert.Equal(
            """{"day":"2030-01-07","currency":"mad","gross":209989,"refunds":55000,"fees":6689,"disputes":0,"net":148300,"line_count":3,"payout_date":"2030-01-09","status":"pending"}""",
            Text(Assert.Single(await Batches(merchant)), "day", "currency", "gross", "refunds", "fees", "disputes", "net", "line_count", "payout_date", "status"));
        Assert.Equal((0, 148300), await Balance(merchant));

        await MoveTo("2030-01-08T23:59:59Z");
        Assert.Equal("pending", Assert.Single(await Batches(merchant))["status"]!.GetValue<string>());
        await MoveTo("2030-01-09T00:00:00Z");

        Assert.Equal(
            $$"""{"status":"settled","settled_at":{{At("2030-01-09T00:00:00Z").ToUnixTimeSeconds()}}}""",
            Text(Assert.Single(await Batches(merchant)), "status", "settled_at"));
        Assert.Equal((148300, 0), await Balance(merchant));
        Assert.Equal(
            ["merchant_available 148300", "merchant_pending 0"],
            await _gateway.Lines(
                """
                select account || ' ' || sum(credit - debit) from audit.ledger_entries
                where account in ('merchant_pending', 'merchant_available') and currency = 'mad' group by account order by 1
                """));
        Assert.Equal(
            ["settlement.settled settled", "settlement.created pending"],
            (await merchant.Get("/v1/events?types[]=settlement.created&types[]=settlement.settled"))["data"]!.AsArray().Select(
                told => $"{told!["type"]} {told["data"]!["object"]!["status"]}"));
        await _gateway.AssertBooksHold();
    }

    [Fact]
    public async Task Lines_SayWhereTheNetComesFrom_AndTheReportIsTheSame()
    {
        var (merchant, keys) = await Open("Souss Argan", Currency.Mad, "Europe/Paris");
        var paid = await merchant.Pay(("amount", "9999"), ("currency", "eur"), ("order_id", "=HYPERLINK(\"x\")"), ("expand[]", "latest_charge"));
        var refund = await merchant.Post("/v1/refunds", ("payment_intent", paid.Id), ("amount", "5000"));
        await MoveTo("2030-01-08T00:01:00Z");
        var batch = Assert.Single(await Batches(merchant))["id"]!.GetValue<string>();

        var lines = await merchant.Get($"/v1/settlements/{batch}/lines?include[]=total_count");
        var charge = paid["latest_charge.id"]!.GetValue<string>();
        Assert.Equal(2, lines["total_count"]!.GetValue<int>());
        Assert.Equal(
            $$"""{"type":"refund","source":"{{refund.Id}}","payment_amount":-5000,"payment_currency":"eur","exchange_rate":11.00,"gross":-55000,"fee":0,"net":-55000,"currency":"mad"}""",
            Text(lines["data"]![0]!, "type", "source", "payment_amount", "payment_currency", "exchange_rate", "gross", "fee", "net", "currency"));
        Assert.Equal(
            $$"""{"type":"charge","source":"{{charge}}","payment_amount":9999,"payment_currency":"eur","exchange_rate":11.00,"gross":109989,"fee":3489,"net":106500,"currency":"mad","order_id":"=HYPERLINK(\"x\")"}""",
            Text(lines["data"]![1]!, "type", "source", "payment_amount", "payment_currency", "exchange_rate", "gross", "fee", "net", "currency", "order_id"));
        var second = await merchant.Get($"/v1/settlements/{batch}/lines?limit=1&starting_after={lines["data"]![0]!["id"]}");
        Assert.Equal(charge, Assert.Single(second["data"]!.AsArray())!["source"]!.GetValue<string>());

        var report = await Report(batch, keys.SecretKey);
        var (chargeLine, refundLine) = (lines["data"]![1]!["id"]!.GetValue<string>(), lines["data"]![0]!["id"]!.GetValue<string>());
        Assert.Equal(
            [
                "id,type,source,payment_intent,order_id,created,utc_offset,time_zone,payment_amount,payment_currency,exchange_rate,gross,fee,net,currency",
                $"{chargeLine},charge,{charge},{paid.Id},\"'=HYPERLINK(\"\"x\"\")\",2030-01-07 10:30:00,+01:00,Europe/Paris,99.99,eur,11.00,1099.89,34.89,1065.00,mad",
                $"{refundLine},refund,{refund.Id},{paid.Id},\"'=HYPERLINK(\"\"x\"\")\",2030-01-07 10:30:00,+01:00,Europe/Paris,-50.00,eur,11.00,-550.00,0.00,-550.00,mad",
                $"{batch},total,,,,,,,,,,549.89,34.89,515.00,mad",
                "",
            ],
            report.Split("\r\n"));
    }

    [Fact]
    public async Task MissedDays_AreCaughtUpEachByItself_AndEmptyOnesArePassedOver()
    {
        var (merchant, _) = await Open("Tafraoute Almonds", Currency.Usd, "Africa/Casablanca");
        await merchant.Pay(("amount", "1009"));
        _gateway.Fixture.Clock.Advance(TimeSpan.FromDays(1));
        await merchant.Pay(("amount", "2003"));
        _gateway.Fixture.Clock.Advance(TimeSpan.FromDays(3));
        await merchant.Pay(("amount", "4001"));
        await MoveTo("2030-01-12T12:00:00Z");

        Assert.Equal(
            [
                """{"day":"2030-01-11","gross":4001,"payout_date":"2030-01-15","status":"pending"}""",
                """{"day":"2030-01-08","gross":2003,"payout_date":"2030-01-10","status":"settled"}""",
                """{"day":"2030-01-07","gross":1009,"payout_date":"2030-01-09","status":"settled"}""",
            ],
            (await Batches(merchant)).Select(batch => Text(batch, "day", "gross", "payout_date", "status")));
        await _gateway.AssertBooksHold();
    }

    [Fact]
    public async Task ARun_ClosesWhatHasEnded_NeverTheRunningDay_AndChangesNothingTwice()
    {
        var (merchant, _) = await Open("Agadir Surf", Currency.Eur);
        await merchant.Pay(("amount", "5003"), ("currency", "eur"));

        var early = await merchant.Post("/v1/settlements/run");
        Assert.Equal("""200 {"object":"settlement_schedule","closed_through":"2030-01-06"}""", early.Show("object", "closed_through"));
        Assert.Empty(await Batches(merchant));

        _gateway.Fixture.Clock.Advance(At("2030-01-08T00:00:01Z") - _gateway.Fixture.Clock.GetUtcNow());
        await merchant.Pay(("amount", "7001"), ("currency", "eur"));
        var runs = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => merchant.Post("/v1/settlements/run")));
        Assert.All(runs, run => Assert.Equal("""200 {"closed_through":"2030-01-07"}""", run.Show("closed_through")));
        Assert.Equal("""{"day":"2030-01-07","gross":5003,"line_count":1}""", Text(Assert.Single(await Batches(merchant)), "day", "gross", "line_count"));
        await _gateway.AssertBooksHold();
    }

    [Fact]
    public async Task AMovementThatComesAfterItsDayWasClosed_IsInTheNextBatch()
    {
        var (merchant, keys) = await Open("Ifrane Cedar", Currency.Usd);
        await merchant.Pay(("amount", "1009"));
        await MoveTo("2030-01-08T00:01:00Z");
        var late = await merchant.Pay(("amount", "2003"), ("expand[]", "latest_charge"));
        // As if its commit had been under way over midnight.
        await _gateway.Lines($"update paygate.balance_transactions set created = '2030-01-07 23:59:59+00' where source_id = '{late["latest_charge.id"]}' returning id");
        await MoveTo("2030-01-09T00:01:00Z");

        Assert.Equal(
            ["""{"day":"2030-01-08","gross":2003}""", """{"day":"2030-01-07","gross":1009}"""],
            (await Batches(merchant)).Select(batch => Text(batch, "day", "gross")));
        Assert.Equal(["0"], await _gateway.Lines($"select count(*)::text from paygate.balance_transactions where merchant_id = '{keys.MerchantId}' and batch_id is null"));
    }

    [Fact]
    public async Task ANegativeNet_TakesFromWhatIsAvailable()
    {
        var (merchant, _) = await Open("Essaouira Thuya", Currency.Usd);
        var paid = await merchant.Pay(("amount", "10000"));
        await MoveTo("2030-01-09T00:00:00Z");
        await merchant.Post("/v1/refunds", ("payment_intent", paid.Id));
        await MoveTo("2030-01-11T00:00:00Z");

        Assert.Equal(
            ["""{"day":"2030-01-09","gross":0,"refunds":10000,"net":-10000,"status":"settled"}""", """{"day":"2030-01-07","gross":10000,"refunds":0,"net":9680,"status":"settled"}"""],
            (await Batches(merchant)).Select(batch => Text(batch, "day", "gross", "refunds", "net", "status")));
        // The first net was paid out by then; a payout never takes the balance below nothing, and a batch may.
        Assert.Equal((-10000, 0), await Balance(merchant));
        await _gateway.AssertBooksHold();
    }

    [Fact]
    public async Task ASuspendedMerchant_IsNotPaidOut_UntilItIsActiveAgain()
    {
        var (merchant, keys) = await Open("Ouarzazate Film", Currency.Usd);
        await merchant.Pay(("amount", "10000"));
        await MoveTo("2030-01-08T00:01:00Z");
        await SetStatus(keys.MerchantId, "suspended");
        await MoveTo("2030-01-09T00:00:00Z");
        await SetStatus(keys.MerchantId, "active");

        Assert.Equal(
            """{"status":"failed","failure_reason":"merchant_suspended","settled_at":null}""", Text(Assert.Single(await Batches(merchant)), "status", "failure_reason", "settled_at"));
        await MoveTo("2030-01-10T00:00:00Z");
        Assert.Equal("""{"status":"settled","failure_reason":null}""", Text(Assert.Single(await Batches(merchant)), "status", "failure_reason"));
        // The status was set past the merchant's facts, which is what a verification of the books would say.
        Assert.Empty(await BooksAudit.Run(_gateway.Fixture.Database.Audit));
    }

    [Fact]
    public async Task AKeyFromBeforeThereWereSchedules_GetsOneAtTheNextStart()
    {
        var (_, keys) = await Open("Tiznit Silver", Currency.Usd);
        await _gateway.Lines(
            $$"""
            insert into paygate.api_keys
              select (jsonb_populate_record(k, '{"id":"key_0000000000000000000000001","livemode":true,"key_hash":"\\x{{new string('0', 64)}}"}')).*
              from paygate.api_keys k where merchant_id = '{{keys.MerchantId}}' limit 1 returning id
            """);

        Assert.Equal((1, 0), (await _gateway.Fixture.OpenSchedules(), await _gateway.Fixture.OpenSchedules()));
        Assert.Equal(
            ["false", "true"], await _gateway.Lines($"select livemode::text from paygate.settlement_schedules where merchant_id = '{keys.MerchantId}' order by livemode"));
    }

    [Fact]
    public async Task OthersSettlements_AndThoseThatDoNotExist_AreTheSame404()
    {
        var (merchant, _) = await Open("Souss Argan", Currency.Mad);
        await merchant.Pay();
        await MoveTo("2030-01-08T00:01:00Z");
        var batch = Assert.Single(await Batches(merchant))["id"]!.GetValue<string>();

        foreach (var path in new[] { "", "/lines", "/report.csv" })
        {
            Assert.Equal(404, (await _gateway.Other.Get($"/v1/settlements/{batch}{path}")).Status);
            Assert.Equal(404, (await merchant.Get($"/v1/settlements/sb_0000000000000000000000000{path}")).Status);
        }

        Assert.Equal(400, (await merchant.Get($"/v1/settlements?status=collecting")).Status);
        Assert.Single((await merchant.Get("/v1/settlements?status=pending&currency=mad"))["data"]!.AsArray());
        Assert.Empty((await merchant.Get("/v1/settlements?currency=usd"))["data"]!.AsArray());
        Assert.Empty((await _gateway.Other.Get("/v1/settlements"))["data"]!.AsArray());
    }

    private static DateTimeOffset At(string instant) => DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture);

    private static string Text(JsonNode found, params string[] members) =>
        new JsonObject(members.Select(member => KeyValuePair.Create(member, found[member]?.DeepClone()))).ToJsonString(Relaxed);

    private async Task<(Caller Merchant, MerchantKeys Keys)> Open(string name, Currency currency, string zone = "UTC")
    {
        var keys = await _gateway.Fixture.OpenMerchant(name, currency, zone);
        return (_gateway.CallerWith(keys.SecretKey), keys);
    }

    /// <summary>The clock goes there at once, and what is due by then is done.</summary>
    private async Task MoveTo(string instant)
    {
        _gateway.Fixture.Clock.Advance(At(instant) - _gateway.Fixture.Clock.GetUtcNow());
        while (await _gateway.Fixture.Sweep() > 0)
        {
        }
    }

    private static async Task<IReadOnlyList<JsonNode>> Batches(Caller merchant) =>
        [.. (await merchant.Get("/v1/settlements?limit=100"))["data"]!.AsArray().Select(batch => batch!)];

    private static async Task<(long Available, long Pending)> Balance(Caller merchant)
    {
        var balance = await merchant.Get("/v1/balance");
        return (balance["available.0.amount"]!.GetValue<long>(), balance["pending.0.amount"]!.GetValue<long>());
    }

    private async Task<string> Report(string batch, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/settlements/{batch}/report.csv");
        request.Headers.Authorization = new("Bearer", key);
        using var response = await _gateway.Fixture.Client.SendAsync(request);
        Assert.Equal(("text/csv", $"attachment; filename=\"{batch}.csv\""), (response.Content.Headers.ContentType!.MediaType, response.Content.Headers.ContentDisposition!.ToString()));
        return await response.Content.ReadAsStringAsync();
    }

    private async Task SetStatus(string merchantId, string status)
    {
        await _gateway.Lines($"update paygate.merchants set status = '{status}', version = version + 1 where id = '{merchantId}' returning id");
        await _gateway.Fixture.RefreshMerchants();
    }
}
