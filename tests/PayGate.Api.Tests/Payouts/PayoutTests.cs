using System.Globalization;
using System.Text.Json.Nodes;
using PayGate.Api.Tests.Payments;
using PayGate.Api.Tests.TestHelpers;
using PayGate.Merchants;
using PayGate.PaymentIntents;
using PayGate.Payouts;
using PayGate.Testing;

namespace PayGate.Api.Tests.Payouts;

/// <summary>Payouts through the routes, compared with the books and with the bank. Each test moves a clock of its own, from Monday, 7 January 2030, 9:30.</summary>
public sealed class PayoutTests : IAsyncLifetime
{
    /// <summary>A payment of 100.00 USD in MAD: 1,000.00 less 32.00.</summary>
    private const long Net = 96_800;

    private Gateway _gateway = null!;

    public async Task InitializeAsync()
    {
        _gateway = new Gateway();
        await _gateway.InitializeAsync();
    }

    public Task DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task TheDailySchedule_PaysOutWhatWasSettledThatMorning_OnceAndToTheBank()
    {
        var (merchant, _) = await Open("Souss Argan");
        await merchant.Pay(("amount", "10000"));
        await MoveTo("2030-01-08T00:01:00Z");
        await MoveTo("2030-01-09T00:00:00Z");
        Assert.Empty(await Payouts(merchant));
        await MoveTo("2030-01-09T00:01:00Z");

        var payout = Assert.Single(await Payouts(merchant));
        Assert.Equal(
            $$"""{"amount":{{Net}},"currency":"mad","automatic":true,"status":"in_transit","arrival_date":{{Seconds("2030-01-10T00:00:00Z")}},"reconciliation_status":"completed"}""",
            payout.Show("amount", "currency", "automatic", "status", "arrival_date", "reconciliation_status"));
        Assert.Equal((0, 0, 0), await Balance(merchant));
        Assert.Equal([$"accepted {Net} 6789"], await Transfers());

        await MoveTo("2030-01-09T23:59:59Z");
        Assert.Equal("in_transit", Assert.Single(await Payouts(merchant))["status"]!.GetValue<string>());
        await MoveTo("2030-01-10T00:01:00Z");
        Assert.Equal("paid", Assert.Single(await Payouts(merchant))["status"]!.GetValue<string>());
        Assert.Equal(
            ["payout.paid paid", "payout.updated in_transit", "payout.updated in_transit", "payout.created pending"],
            (await merchant.Get("/v1/events?limit=100"))["data"]!.AsArray().Where(told => told!["type"]!.GetValue<string>().StartsWith("payout.", StringComparison.Ordinal))
                .Select(told => $"{told!["type"]} {told["data"]!["object"]!["status"]}"));
        await _gateway.AssertBooksHold();
    }

    /// <summary>What a schedule read and what is left when it pays out may differ: a refund request or a payout came in between.</summary>
    [Fact]
    public async Task AnAutomaticPayout_ThatFindsLessThanItWasAskedFor_PaysOutTheRest()
    {
        var (merchant, keys) = await Open("Ourika Saffron");
        var grains = _gateway.Fixture.Grains;
        await grains.GetGrain<IMerchantGrain>(keys.MerchantId).SetPayoutSchedule(PayoutSchedule.Parse("manual"), CancellationToken.None);
        await _gateway.Fixture.RefreshMerchants();
        await merchant.Pay(("amount", "10000"));
        await MoveTo("2030-01-09T00:01:00Z");
        var tenant = new Tenant { MerchantId = keys.MerchantId, Livemode = false };
        var ask = new CreateAutomaticPayout { Tenant = tenant, Amount = new Money(Net + 1, Currency.Mad) };

        bool[] made =
        [
            await grains.GetGrain<IPayoutGrain>(Payout.AutomaticIdOf(tenant, Currency.Mad, new DateOnly(2030, 1, 9))).CreateAutomatic(ask, CancellationToken.None),
            await grains.GetGrain<IPayoutGrain>(Payout.AutomaticIdOf(tenant, Currency.Mad, new DateOnly(2030, 1, 10))).CreateAutomatic(ask, CancellationToken.None),
        ];

        Assert.Equal([true, false], made);
        Assert.Equal(Net, Assert.Single(await Payouts(merchant))["amount"]!.GetValue<long>());
        await _gateway.AssertBooksHold();
    }

    [Theory]
    [InlineData("manual", "")]
    [InlineData("weekly:friday", "2030-01-11 96800, 2030-01-18 193600")]
    [InlineData("monthly:15", "2030-01-15 193600")]
    public async Task Schedules_ChangeWhenMoneyGoes_AndNoBatch(string schedule, string expected)
    {
        var (merchant, keys) = await Open("Tafraoute Almonds");
        await _gateway.Fixture.Grains.GetGrain<IMerchantGrain>(keys.MerchantId).SetPayoutSchedule(PayoutSchedule.Parse(schedule), CancellationToken.None);
        await _gateway.Fixture.RefreshMerchants();
        foreach (var day in new[] { "07", "11", "15" })
        {
            await MoveTo($"2030-01-{day}T10:00:00Z");
            await merchant.Pay(("amount", "10000"));
        }

        for (var day = 16; day <= 21; day++)
        {
            await MoveTo($"2030-01-{day}T12:00:00Z");
        }

        Assert.Equal(
            expected,
            string.Join(", ", (await Payouts(merchant)).Reverse().Select(payout =>
                $"{DateTimeOffset.FromUnixTimeSeconds(payout["created"]!.GetValue<long>()):yyyy-MM-dd} {payout["amount"]}")));
        Assert.Equal(
            ["2030-01-15 2030-01-17 settled", "2030-01-11 2030-01-15 settled", "2030-01-07 2030-01-09 settled"],
            (await merchant.Get("/v1/settlements"))["data"]!.AsArray().Select(batch => $"{batch!["day"]} {batch["payout_date"]} {batch["status"]}"));
        await _gateway.AssertBooksHold();
    }

    [Fact]
    public async Task ARequest_TakesFromWhatIsAvailable_AndNoMore()
    {
        var (merchant, _) = await OpenManual("Agadir Surf");
        await merchant.Pay(("amount", "10000"));
        await MoveTo("2030-01-09T10:00:00Z");

        foreach (var (amount, currency) in new[] { ("96801", "mad"), ("1", "usd") })
        {
            var refused = await merchant.Post("/v1/payouts", ("amount", amount), ("currency", currency));
            Assert.Equal("""400 {"error.code":"balance_insufficient","error.param":"amount"}""", refused.Show("error.code", "error.param"));
        }

        var payout = await merchant.PostOnce(
            "first", "/v1/payouts", ("amount", "50000"), ("currency", "mad"), ("description", "Rent"), ("metadata[month]", "1"), ("statement_descriptor", "ATLAS"),
            ("expand[]", "balance_transaction"), ("expand[]", "destination"));
        Assert.Equal(
            """200 {"object":"payout","amount":50000,"automatic":false,"status":"pending","description":"Rent","metadata":{"month":"1"},"statement_descriptor":"ATLAS","destination.last4":"6789","balance_transaction.net":-50000,"balance_transaction.type":"payout"}""",
            payout.Show(
                "object", "amount", "automatic", "status", "description", "metadata", "statement_descriptor", "destination.last4", "balance_transaction.net",
                "balance_transaction.type"));
        Assert.Equal((Net - 50_000, 0, 0), await Balance(merchant));
        var again = await merchant.PostOnce(
            "first", "/v1/payouts", ("amount", "50000"), ("currency", "mad"), ("description", "Rent"), ("metadata[month]", "1"), ("statement_descriptor", "ATLAS"),
            ("expand[]", "balance_transaction"), ("expand[]", "destination"));
        Assert.Equal((payout.Id, true), (again.Id, again.Replayed));

        var updated = await merchant.Post($"/v1/payouts/{payout.Id}", ("metadata[month]", "2"));
        Assert.Equal("""200 {"metadata":{"month":"2"},"description":"Rent"}""", updated.Show("metadata", "description"));
        var reversed = await merchant.Post($"/v1/payouts/{payout.Id}/reverse");
        Assert.Equal("""400 {"error.code":"payout_reversal_not_supported"}""", reversed.Show("error.code"));

        var canceled = await merchant.Post($"/v1/payouts/{payout.Id}/cancel", ("expand[]", "failure_balance_transaction"));
        Assert.Equal(
            """200 {"status":"canceled","failure_balance_transaction.type":"payout_cancel","failure_balance_transaction.net":50000}""",
            canceled.Show("status", "failure_balance_transaction.type", "failure_balance_transaction.net"));
        Assert.Equal(
            """400 {"error.code":"payout_unexpected_state"}""", (await merchant.Post($"/v1/payouts/{payout.Id}/cancel")).Show("error.code"));
        Assert.Equal((Net, 0, 0), await Balance(merchant));
        Assert.Empty(await Transfers());
        await _gateway.AssertBooksHold();
    }

    [Fact]
    public async Task TwentyAtOnce_OfWhichTwoFit_AreTwo()
    {
        var (merchant, _) = await OpenManual("Ifrane Cedar");
        await merchant.Pay(("amount", "10000"));
        await MoveTo("2030-01-09T10:00:00Z");

        var replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => merchant.Post("/v1/payouts", ("amount", "40000"), ("currency", "mad"))));

        Assert.Equal(2, replies.Count(reply => reply.Status == 200));
        Assert.All(replies.Where(reply => reply.Status != 200), reply => Assert.Equal("balance_insufficient", reply["error.code"]!.GetValue<string>()));
        Assert.Equal((Net - 80_000, 0, 0), await Balance(merchant));
        await _gateway.AssertBooksHold();
    }

    [Fact]
    public async Task AnOpenRefundRequest_HoldsItsAmountBack_UntilItIsDecided_NeverFromItsBatch()
    {
        var (merchant, _) = await OpenManual("Essaouira Thuya");
        var customer = (await merchant.Post("/v1/customers", ("name", "Amina"))).Id;
        var paid = await merchant.Pay(("amount", "10000"), ("customer", customer));
        var asked = await merchant.Post("/v1/refund_requests", ("customer", customer), ("payment_intent", paid.Id), ("amount", "2500"), ("reason", "Too small."));
        await MoveTo("2030-01-09T10:00:00Z");

        Assert.Equal(Net, Assert.Single((await merchant.Get("/v1/settlements"))["data"]!.AsArray())!["net"]!.GetValue<long>());
        Assert.Equal((Net, 25_000, 0), await Balance(merchant));
        Assert.Equal(400, (await merchant.Post("/v1/payouts", ("amount", "71801"), ("currency", "mad"))).Status);
        var first = await merchant.Post("/v1/payouts", ("amount", "71800"), ("currency", "mad"));
        Assert.Equal(200, first.Status);
        Assert.Equal(
            """200 {"carried_over.amount":0,"left":{"amount":25000,"held":25000},"lines.0.amount":96800}""",
            (await merchant.Get($"/v1/payouts/{first.Id}/breakdown")).Show("carried_over.amount", "left", "lines.0.amount"));

        await merchant.Post($"/v1/refund_requests/{asked.Id}/reject", ("reason", "Worn."));
        Assert.Equal((25_000, 0, 0), await Balance(merchant));
        Assert.Equal(200, (await merchant.Post("/v1/payouts", ("amount", "25000"), ("currency", "mad"))).Status);
        await _gateway.AssertBooksHold();
    }

    [Fact]
    public async Task AnAccountThatRefuses_FailsThePayout_AndTheMoneyComesBackOnce()
    {
        var (merchant, keys) = await OpenManual("Ouarzazate Film");
        await AddAccount(keys, "000111111113");
        await merchant.Pay(("amount", "10000"));
        await MoveTo("2030-01-09T10:00:00Z");
        var payout = await merchant.Post("/v1/payouts", ("amount", "96800"), ("currency", "mad"), ("expand[]", "destination"));
        Assert.Equal("1113", payout["destination.last4"]!.GetValue<string>());
        await MoveTo("2030-01-09T11:00:00Z");

        var failed = await merchant.Get($"/v1/payouts/{payout.Id}?expand[]=failure_balance_transaction");
        Assert.Equal(
            """200 {"status":"failed","failure_code":"account_closed","failure_message":"The bank account has been closed.","failure_balance_transaction.type":"payout_failure"}""",
            failed.Show("status", "failure_code", "failure_message", "failure_balance_transaction.type"));
        Assert.Equal((Net, 0, 0), await Balance(merchant));
        Assert.Equal([$"refused {Net} 1113"], await Transfers());

        await AddAccount(keys, "000123450001");
        var second = await merchant.Post("/v1/payouts", ("amount", "90000"), ("currency", "mad"));
        await MoveTo("2030-01-10T10:00:00Z");
        Assert.Equal("paid", (await merchant.Get($"/v1/payouts/{second.Id}"))["status"]!.GetValue<string>());
        Assert.Equal(
            ["1113", "0001"],
            await _gateway.Lines($"select data::jsonb #>> '{{account,number}}' from paygate.events where stream_id = '{keys.MerchantId}' and type = 'merchant.bank_account_added' order by seq"));
        Assert.Equal(
            $$$"""200 {"amount":90000,"carried_over":{"amount":0,"payout":"{{{payout.Id}}}"},"lines.0.type":"payout_failed","lines.0.source":"{{{payout.Id}}}","lines.0.amount":96800,"left":{"amount":6800,"held":0}}""",
            (await merchant.Get($"/v1/payouts/{second.Id}/breakdown")).Show("amount", "carried_over", "lines.0.type", "lines.0.source", "lines.0.amount", "left"));
        Assert.Equal(
            ["payout -90000", "payout_failure 96800", "payout -96800", "charge 100000"],
            (await merchant.Get("/v1/balance_transactions"))["data"]!.AsArray().Select(moved => $"{moved!["type"]} {moved["amount"]}"));
        await _gateway.AssertBooksHold();
    }

    [Theory]
    [InlineData("lost_answer")]
    [InlineData("lost_request")]
    [InlineData("garbage")]
    [InlineData("duplicate_answer")]
    public async Task ABankThatMisbehaves_BooksOneTransfer_AndThePayoutArrives(string behavior)
    {
        var (merchant, _) = await OpenManual("Tiznit Silver");
        await merchant.Pay(("amount", "10000"));
        await MoveTo("2030-01-09T10:00:00Z");
        Assert.Equal(200, (await merchant.Order(behavior, "transfer")).Status);
        var payout = await merchant.Post("/v1/payouts", ("amount", "96800"), ("currency", "mad"));
        await MoveTo("2030-01-09T11:00:00Z");

        var silent = await merchant.Get($"/v1/payouts/{payout.Id}");
        Assert.Equal(("in_transit", behavior == "duplicate_answer"), (silent["status"]!.GetValue<string>(), silent["trace_id.value"] is not null));
        await MoveTo("2030-01-09T11:00:10Z");
        Assert.NotNull((await merchant.Get($"/v1/payouts/{payout.Id}"))["trace_id.value"]);
        await MoveTo("2030-01-10T00:00:00Z");
        Assert.Equal("paid", (await merchant.Get($"/v1/payouts/{payout.Id}"))["status"]!.GetValue<string>());
        Assert.Equal([$"accepted {Net} 6789"], await Transfers());
        await _gateway.AssertBooksHold();
    }

    [Fact]
    public async Task TheBreakdown_LeadsToTheSettlements_AndTheirMovementsAreListed()
    {
        var (merchant, _) = await Open("Rif Honey");
        var paid = await merchant.Pay(("amount", "10000"), ("expand[]", "latest_charge"));
        await merchant.Post("/v1/refunds", ("payment_intent", paid.Id), ("amount", "1000"));
        await MoveTo("2030-01-09T12:00:00Z");
        var payout = Assert.Single(await Payouts(merchant));

        var batch = Assert.Single((await merchant.Get("/v1/settlements"))["data"]!.AsArray())!["id"]!.GetValue<string>();
        Assert.Equal(
            $$"""200 {"amount":86800,"carried_over":{"amount":0,"payout":null},"left":{"amount":0,"held":0},"lines":[{"amount":86800,"at":{{Seconds("2030-01-09T00:01:00Z")}},"disputes":0,"fees":3200,"gross":100000,"refunds":10000,"source":"{{batch}}","type":"settlement"}]}""",
            (await merchant.Get($"/v1/payouts/{payout["id"]}/breakdown")).Show("amount", "carried_over", "left", "lines")
                .Replace(Seconds("2030-01-09T12:00:00Z").ToString(CultureInfo.InvariantCulture), Seconds("2030-01-09T00:01:00Z").ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        Assert.Equal(
            ["payout -86800", "refund -10000", "charge 100000"],
            (await merchant.Get($"/v1/balance_transactions?payout={payout["id"]}"))["data"]!.AsArray().Select(moved => $"{moved!["type"]} {moved["amount"]}"));
        var one = await merchant.Get($"/v1/balance_transactions/{payout["balance_transaction"]}?expand[]=source");
        Assert.Equal($$"""200 {"type":"payout","source.id":"{{payout["id"]}}"}""", one.Show("type", "source.id"));
    }

    [Fact]
    public async Task OthersPayouts_AndThoseThatDoNotExist_AreTheSame404_AndListsAreFiltered()
    {
        var (merchant, _) = await Open("Souss Argan");
        await merchant.Pay(("amount", "10000"));
        await MoveTo("2030-01-09T00:01:00Z");
        var payout = Assert.Single(await Payouts(merchant));
        foreach (var id in new[] { payout["id"]!.GetValue<string>(), "po_0000000000000000000000000" })
        {
            Assert.Equal(404, (await _gateway.Other.Get($"/v1/payouts/{id}")).Status);
            Assert.Equal(404, (await _gateway.Other.Get($"/v1/payouts/{id}/breakdown")).Status);
            Assert.Equal(404, (await _gateway.Other.Get($"/v1/balance_transactions?payout={id}")).Status);
            foreach (var verb in new[] { "", "/cancel", "/reverse" })
            {
                Assert.Equal(404, (await _gateway.Other.Post($"/v1/payouts/{id}{verb}")).Status);
            }
        }

        Assert.Empty((await _gateway.Other.Get("/v1/payouts"))["data"]!.AsArray());
        Assert.Equal(404, (await _gateway.Other.Get($"/v1/balance_transactions/{payout["balance_transaction"]}")).Status);
        Assert.Single((await merchant.Get("/v1/payouts?status=in_transit"))["data"]!.AsArray());
        Assert.Empty((await merchant.Get("/v1/payouts?status=paid"))["data"]!.AsArray());
        Assert.Single((await merchant.Get($"/v1/payouts?destination={payout["destination"]}&arrival_date[gte]={payout["arrival_date"]}"))["data"]!.AsArray());
        Assert.Empty((await merchant.Get($"/v1/payouts?arrival_date[lt]={payout["arrival_date"]}"))["data"]!.AsArray());
        Assert.Equal(404, (await merchant.Post("/v1/payouts", ("amount", "1"), ("currency", "mad"), ("destination", "ba_1"))).Status);
    }

    private static long Seconds(string instant) => DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture).ToUnixTimeSeconds();

    private async Task<(Caller Merchant, MerchantKeys Keys)> Open(string name)
    {
        var keys = await _gateway.Fixture.OpenMerchant(name, Currency.Mad);
        return (_gateway.CallerWith(keys.SecretKey), keys);
    }

    private async Task<(Caller Merchant, MerchantKeys Keys)> OpenManual(string name)
    {
        var opened = await Open(name);
        await _gateway.Fixture.Grains.GetGrain<IMerchantGrain>(opened.Keys.MerchantId).SetPayoutSchedule(PayoutSchedule.Manual, CancellationToken.None);
        await _gateway.Fixture.RefreshMerchants();
        return opened;
    }

    private Task<Merchant> AddAccount(MerchantKeys keys, string number) => _gateway.Fixture.Grains.GetGrain<IMerchantGrain>(keys.MerchantId).AddBankAccount(
        new BankAccount
        {
            Id = ObjectId.New(BankAccount.Prefix, keys.MerchantId, _gateway.Fixture.Clock.GetUtcNow()),
            Number = number,
            BankName = "Attijari",
            Country = "MA",
            Currency = Currency.Mad,
            Livemode = false,
        },
        CancellationToken.None);

    /// <summary>The clock goes there at once, and what is due by then is done.</summary>
    private async Task MoveTo(string instant)
    {
        _gateway.Fixture.Clock.Advance(DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture) - _gateway.Fixture.Clock.GetUtcNow());
        while (await _gateway.Fixture.Sweep() > 0)
        {
        }
    }

    private static async Task<IReadOnlyList<JsonNode>> Payouts(Caller merchant) =>
        [.. (await merchant.Get("/v1/payouts?limit=100"))["data"]!.AsArray().Select(payout => payout!)];

    private static async Task<(long Available, long Held, long Pending)> Balance(Caller merchant)
    {
        var balance = await merchant.Get("/v1/balance");
        return (balance["available.0.amount"]!.GetValue<long>(), balance["held.0.amount"]!.GetValue<long>(), balance["pending.0.amount"]!.GetValue<long>());
    }

    private Task<IReadOnlyList<string>> Transfers() =>
        _gateway.Lines("select outcome || ' ' || amount || ' ' || account_last4 from audit.bank_transfers order by id");
}
