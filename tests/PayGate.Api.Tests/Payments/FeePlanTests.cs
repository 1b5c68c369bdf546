using System.Globalization;
using Npgsql;
using PayGate.Api.Tests.TestHelpers;

namespace PayGate.Api.Tests.Payments;

/// <summary>What operators' plans charge, and what comes back with refunds, through the routes and compared with the books.</summary>
public sealed class FeePlanTests : IAsyncLifetime
{
    private const string Returning = """{"basis_points":290,"fixed":"30 usd","cards":[{"brand":"amex","basis_points":350,"fixed":"25 eur"}],"returns_fee":true}""";

    private Gateway _gateway = null!;
    private Caller _merchant = null!;
    private string _id = null!;

    public async Task InitializeAsync()
    {
        _gateway = new Gateway();
        await _gateway.InitializeAsync();
        var keys = await _gateway.Fixture.OpenMerchant("Souss Argan", Currency.Mad);
        (_merchant, _id) = (_gateway.CallerWith(keys.SecretKey), keys.MerchantId);
    }

    public Task DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task APlan_ChargesByItsParts_AndByTheCard()
    {
        await Set(Returning);

        Assert.Equal(
            """{"fee":3200,"net":96800,"fee_details":[{"amount":2900,"application":null,"currency":"mad","description":"PayGate processing fee, 2.9 %","type":"stripe_fee"},{"amount":300,"application":null,"currency":"mad","description":"PayGate processing fee, fixed part","type":"stripe_fee"}]}""",
            (await Paid("pm_card_visa"))["latest_charge.balance_transaction"]!.Show("fee", "net", "fee_details"));
        Assert.Equal(
            """{"fee":3775,"net":96225}""", (await Paid("pm_card_amex"))["latest_charge.balance_transaction"]!.Show("fee", "net"));
    }

    [Fact]
    public async Task APayment_KeepsThePlanThatItWasAuthorizedUnder()
    {
        var authorized = await _merchant.Pay(("amount", "10000"), ("capture_method", "manual"));
        await Set("""{"basis_points":100,"fixed":"0 usd","returns_fee":true}""");

        var captured = await _merchant.Post($"/v1/payment_intents/{authorized.Id}/capture", ("expand[]", "latest_charge.balance_transaction"));
        var refund = await _merchant.Post("/v1/refunds", ("payment_intent", authorized.Id), ("expand[]", "balance_transaction"));

        Assert.Equal(3200, captured["latest_charge.balance_transaction.fee"]!.GetValue<long>());
        Assert.Equal("""200 {"balance_transaction.fee":0,"balance_transaction.net":-100000}""", refund.Show("balance_transaction.fee", "balance_transaction.net"));
        Assert.Equal(1000, (await Paid("pm_card_visa"))["latest_charge.balance_transaction.fee"]!.GetValue<long>());
    }

    [Fact]
    public async Task RefundsInParts_ReturnTheWholeFee_InMovements_Ledger_AndBatch()
    {
        await Set(Returning);
        var paid = await Paid("pm_card_visa");
        var other = await Paid("pm_card_visa");
        var returned = new List<string>();
        foreach (var part in new[] { "3333", "3333", "3333", "1" })
        {
            var refund = await _merchant.Post("/v1/refunds", ("payment_intent", paid.Id), ("amount", part), ("expand[]", "balance_transaction"));
            returned.Add(refund["balance_transaction"]!.Show("amount", "fee", "net"));
        }

        // trunc(3200 × 0.3333), then what is missing to trunc(3200 × 0.6666), trunc(3200 × 0.9999) and 3200.
        Assert.Equal(
            [
                """{"amount":-33330,"fee":-1066,"net":-32264}""", """{"amount":-33330,"fee":-1067,"net":-32263}""",
                """{"amount":-33330,"fee":-1066,"net":-32264}""", """{"amount":-10,"fee":-1,"net":-9}""",
            ],
            returned);
        Assert.Equal(
            ["fee 6400", "fee_returned -3200"],
            await _gateway.Lines(
                $"select source_type || ' ' || sum(credit - debit) from audit.ledger_entries where account = 'fees' and merchant_id = '{_id}' group by source_type order by 1"));
        Assert.Equal(96800, (await _merchant.Get("/v1/balance"))["pending.0.amount"]!.GetValue<long>());

        await _merchant.Post("/v1/refunds", ("payment_intent", other.Id));
        await MoveTo("2030-01-08T00:01:00Z");
        var batch = (await _merchant.Get("/v1/settlements"))["data.0"]!;
        Assert.Equal("""{"gross":200000,"refunds":200000,"fees":0,"net":0,"line_count":7,"status":"pending"}""", batch.Show("gross", "refunds", "fees", "net", "line_count", "status"));
        await _gateway.AssertBooksHold();
    }

    [Fact]
    public async Task ADayOfRefundsAlone_HasLessThanNoFees()
    {
        await Set(Returning);
        var paid = await Paid("pm_card_visa");
        await MoveTo("2030-01-08T00:01:00Z");
        await _merchant.Post("/v1/refunds", ("payment_intent", paid.Id));
        await MoveTo("2030-01-09T00:01:00Z");

        Assert.Equal(
            """{"gross":0,"refunds":100000,"fees":-3200,"net":-96800}""", (await _merchant.Get("/v1/settlements"))["data.0"]!.Show("gross", "refunds", "fees", "net"));
        await _gateway.AssertBooksHold();
    }

    [Fact]
    public async Task AnOrder_IsCarriedOutOnce_WithWhoAndWhy_AndRefusedWhereItIsNoPlan()
    {
        await Set(Returning);
        await Set("""{"basis_points":290,"fixed":"30 gbp"}""");
        await Set("""{"basis_points":20000,"fixed":"30 usd"}""");
        await Set("""{"basis_points":180,"fixed":"0 usd"}""");

        Assert.Equal(
            ["done", "A part of the plan is in gbp, of which no exchange rate is known.", "This is no fee plan: basis_points is from 0 to 10000.", "done"],
            await _gateway.Lines("select coalesce(refusal, 'done') from paygate.fee_orders order by id"));
        Assert.Equal(
            ["1 290 amina w", "2 180 amina w"],
            await _gateway.Lines("select version || ' ' || (plan ->> 'basis_points') || ' ' || set_by || ' ' || reason from paygate.fee_plans order by version"));
        Assert.Equal(
            ["290 180"],
            await _gateway.Lines(
                "select (data -> 'before' ->> 'basis_points') || ' ' || (data -> 'plan' ->> 'basis_points') from audit.events where type = 'merchant.fee_plan_set' and data -> 'before' is not null"));
        Assert.Equal(1800, (await Paid("pm_card_amex"))["latest_charge.balance_transaction.fee"]!.GetValue<long>());
    }

    private Task<Reply> Paid(string method) =>
        _merchant.Pay(("amount", "10000"), ("payment_method", method), ("expand[]", "latest_charge.balance_transaction"));

    /// <summary>As an operator's command places it.</summary>
    private async Task Set(string plan)
    {
        await using (var silo = NpgsqlDataSource.Create(_gateway.Fixture.Database.Silo))
        {
            await using var command = silo.CreateCommand("insert into paygate.fee_orders (merchant_id, plan, ordered_by, reason) values ($1, $2::json, 'amina', 'w')");
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = _id });
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = plan });
            await command.ExecuteNonQueryAsync();
        }

        await _gateway.Fixture.WorkOffFeeOrders();
    }

    /// <summary>The clock goes there at once, and what is due by then is done.</summary>
    private async Task MoveTo(string instant)
    {
        _gateway.Fixture.Clock.Advance(DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture) - _gateway.Fixture.Clock.GetUtcNow());
        while (await _gateway.Fixture.Sweep() > 0)
        {
        }
    }
}
