namespace PayGate.Api.Tests.Payments;

/// <summary>The figures of the default plan as a merchant reads them: USD/MAD 10.00, EUR/MAD 11.00, 2.9 % and USD 0.30.</summary>
[Collection(GatewayCollection.Name)]
public sealed class FeeTests(Gateway gateway)
{
    [Theory]
    [InlineData("999", "usd", """{"amount":9990,"currency":"mad","exchange_rate":10.00,"fee":589,"net":9401,"type":"charge"}""")]
    [InlineData("10000", "usd", """{"amount":100000,"currency":"mad","exchange_rate":10.00,"fee":3200,"net":96800,"type":"charge"}""")]
    [InlineData("9999", "eur", """{"amount":109989,"currency":"mad","exchange_rate":11.00,"fee":3489,"net":106500,"type":"charge"}""")]
    [InlineData("5000", "mad", """{"amount":5000,"currency":"mad","exchange_rate":null,"fee":445,"net":4555,"type":"charge"}""")]
    public async Task Pay_WhenCaptured_BooksGrossFeeAndNet(string amount, string currency, string expected)
    {
        var paid = await gateway.Merchant.Pay(("amount", amount), ("currency", currency), ("expand[]", "latest_charge.balance_transaction"));

        var booked = paid["latest_charge.balance_transaction"]!;
        Assert.Equal(expected, booked.Show("amount", "currency", "exchange_rate", "fee", "net", "type"));
    }

    [Fact]
    public async Task Capture_WhenPartial_ChargesTheFeeOnTheCapturedAmount()
    {
        var authorized = await gateway.Merchant.Pay(("amount", "10000"), ("capture_method", "manual"));

        var captured = await gateway.Merchant.Post(
            $"/v1/payment_intents/{authorized.Id}/capture", ("amount_to_capture", "999"), ("expand[]", "latest_charge.balance_transaction"));

        Assert.Equal(
            """{"amount":9990,"fee":589,"net":9401}""", captured["latest_charge.balance_transaction"]!.Show("amount", "fee", "net"));
    }

    [Fact]
    public async Task Refund_WhenInParts_ReturnsExactlyTheConvertedCapture()
    {
        var other = await gateway.Fixture.OpenMerchant("Euro House", Currency.Eur);
        var merchant = new Caller(gateway.Fixture.Client, other.SecretKey);
        var paid = await merchant.Pay(("amount", "1000"), ("currency", "usd"), ("expand[]", "latest_charge.balance_transaction"));
        Assert.Equal(
            """{"amount":909,"currency":"eur","fee":53,"net":856}""",
            paid["latest_charge.balance_transaction"]!.Show("amount", "currency", "fee", "net"));

        var returned = new List<long>();
        foreach (var part in new[] { "333", "333", "333", "1" })
        {
            var refund = await merchant.Post("/v1/refunds", ("payment_intent", paid.Id), ("amount", part), ("expand[]", "balance_transaction"));
            returned.Add(refund["balance_transaction.amount"]!.GetValue<long>());
            Assert.Equal(0, refund["balance_transaction.fee"]!.GetValue<long>());
        }

        // trunc(333 × r), then what is missing to trunc(666 × r), trunc(999 × r) and trunc(1000 × r), with r = 10/11.
        Assert.Equal([-302, -303, -303, -1], returned);
        Assert.Equal(-909, returned.Sum());
    }

    [Fact]
    public async Task BalanceTransaction_WhenCaptured_IsAvailableTwoBusinessDaysLater()
    {
        var paid = await gateway.Merchant.Pay(("expand[]", "latest_charge.balance_transaction"));

        var created = DateTimeOffset.FromUnixTimeSeconds(paid["latest_charge.balance_transaction.created"]!.GetValue<long>());
        var available = DateTimeOffset.FromUnixTimeSeconds(paid["latest_charge.balance_transaction.available_on"]!.GetValue<long>());
        var weekend = created.DayOfWeek switch { DayOfWeek.Thursday or DayOfWeek.Friday => 2, DayOfWeek.Saturday => 1, _ => 0 };
        Assert.Equal(gateway.Fixture.Clock.GetUtcNow().ToUnixTimeSeconds(), created.ToUnixTimeSeconds());
        Assert.Equal(new DateTimeOffset(created.Date, TimeSpan.Zero).AddDays(2 + weekend), available);
    }
}
