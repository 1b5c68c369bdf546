using PayGate.Api.Tests.Payments;

namespace PayGate.Api.Tests.Balance;

/// <summary>What is owed to a merchant, compared with the ledger.</summary>
[Collection(GatewayCollection.Name)]
public sealed class BalanceTests(Gateway gateway)
{
    [Fact]
    public async Task Balance_IsWhatTheLedgerOwes_AndWhatItsTransactionsAddUpTo()
    {
        var (merchant, id) = await Newcomer("Balance Books");
        Assert.Equal(
            """200 {"object":"balance","available":[{"amount":0,"currency":"mad","source_types":{"card":0}}],"livemode":false,"pending":[{"amount":0,"currency":"mad","source_types":{"card":0}}]}""",
            (await merchant.Get("/v1/balance")).Show("object", "available", "livemode", "pending"));

        var paid = await merchant.Pay(("amount", "10000"));
        await merchant.Pay(("amount", "9999"), ("currency", "eur"));
        var partly = await merchant.Pay(("amount", "5000"), ("currency", "mad"), ("capture_method", "manual"));
        await merchant.Post($"/v1/payment_intents/{partly.Id}/capture", ("amount_to_capture", "3000"));
        await merchant.Post("/v1/refunds", ("payment_intent", paid.Id), ("amount", "2500"));
        await merchant.Pay(("payment_method", "pm_card_chargeDeclined"));

        var balance = await merchant.Get("/v1/balance");
        var transactions = await merchant.Get("/v1/balance_transactions?limit=100");
        Assert.Equal(
            long.Parse((await gateway.Lines(Owed(id, "mad"))).Single(), System.Globalization.CultureInfo.InvariantCulture), balance["pending.0.amount"]!.GetValue<long>());
        Assert.Equal("0", (await gateway.Lines(Owed(id, "usd"))).Single());
        Assert.Equal(balance["pending.0.amount"]!.GetValue<long>(), balance["pending.0.source_types.card"]!.GetValue<long>());
        Assert.Equal(
            (4, balance["pending.0.amount"]!.GetValue<long>()),
            (transactions["data"]!.AsArray().Count, transactions["data"]!.AsArray().Sum(one => one!["net"]!.GetValue<long>())));
    }

    [Fact]
    public async Task Transactions_AreFiltered()
    {
        var (merchant, _) = await Newcomer("Filter Books");
        var paid = await merchant.Pay(("expand[]", "latest_charge"));
        var refund = await merchant.Post("/v1/refunds", ("payment_intent", paid.Id), ("amount", "700"));
        var (charge, ofCharge) = (paid["latest_charge.id"]!.GetValue<string>(), paid["latest_charge.balance_transaction"]!.GetValue<string>());
        var ofRefund = refund["balance_transaction"]!.GetValue<string>();

        Assert.Equal([ofRefund, ofCharge], await Ids(merchant, ""));
        Assert.Equal([ofCharge], await Ids(merchant, "type=charge"));
        Assert.Equal([ofRefund], await Ids(merchant, "type=refund"));
        Assert.Equal([], await Ids(merchant, "type=payout"));
        Assert.Equal([ofCharge], await Ids(merchant, $"source={charge}"));
        Assert.Equal([ofRefund], await Ids(merchant, $"source={refund.Id}&type=refund"));
        Assert.Equal([], await Ids(merchant, $"source={refund.Id}&type=charge"));
        Assert.Equal([ofRefund, ofCharge], await Ids(merchant, "currency=mad"));
        Assert.Equal([], await Ids(merchant, "currency=usd"));
        Assert.Equal([ofCharge], await Ids(merchant, $"currency=mad&starting_after={ofRefund}"));
        var page = await merchant.Get("/v1/balance_transactions?type=charge&include[]=total_count&expand[]=data.source");
        Assert.Equal($$"""200 {"total_count":1,"data.0.source.id":"{{charge}}"}""", page.Show("total_count", "data.0.source.id"));
        var one = await merchant.Get($"/v1/balance_transactions/{ofRefund}?expand[]=source.charge");
        Assert.Equal($$"""200 {"source.id":"{{refund.Id}}","source.charge.id":"{{charge}}"}""", one.Show("source.id", "source.charge.id"));
    }

    private async Task<(Caller Merchant, string Id)> Newcomer(string name)
    {
        var keys = await gateway.Fixture.OpenMerchant(name, Currency.Mad);
        return (new Caller(gateway.Fixture.Client, keys.SecretKey), keys.MerchantId);
    }

    private static string Owed(string merchantId, string currency) =>
        $"""
        select coalesce(sum(credit - debit), 0)::text from audit.ledger_entries
        where merchant_id = '{merchantId}' and currency = '{currency}' and account = 'merchant_pending'
        """;

    private static async Task<List<string>> Ids(Caller merchant, string query) =>
        [.. (await merchant.Get($"/v1/balance_transactions?{query}"))["data"]!.AsArray().Select(transaction => transaction!["id"]!.GetValue<string>())];
}
