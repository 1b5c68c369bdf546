using Npgsql;
using PayGate.Api.Tests.Payments;
using PayGate.CardTokens;
using PayGate.Grains.Faults;
using PayGate.Testing;

namespace PayGate.Api.Tests.Customers;

/// <summary>Each time that a stored card is decrypted is on record: for what, at which request, and before anybody has the card.</summary>
[Collection(GatewayCollection.Name)]
public sealed class CardAccessTests(Gateway gateway)
{
    [Fact]
    public async Task SavedCard_HasAnEntryForEachUse_AndSaysHowOftenItWasUsed()
    {
        var customer = (await gateway.Merchant.Post("/v1/customers")).Id;
        var method = await gateway.Merchant.Method();
        var attached = await gateway.Merchant.Post($"/v1/payment_methods/{method}/attach", ("customer", customer));
        var paid = await gateway.Merchant.Pay(("payment_method", method), ("customer", customer));
        var later = await gateway.Merchant.Pay(("payment_method", method), ("customer", customer), ("off_session", "true"));
        var setup = await gateway.Merchant.Post("/v1/setup_intents", ("customer", customer), ("payment_method", method), ("confirm", "true"));

        var accesses = await gateway.Merchant.Get($"/v1/payment_methods/{method}/accesses?include[]=total_count");

        Assert.Equal(
            [
                $"setup for {setup.Id} by {setup.RequestId}", $"off_session_payment for {later.Id} by {later.RequestId}",
                $"payment for {paid.Id} by {paid.RequestId}", $"verification for {customer} by {attached.RequestId}",
            ],
            Lines(accesses));
        Assert.Equal(paid["latest_charge"]!.GetValue<string>(), accesses["data"]![2]!["reference"]!.GetValue<string>());
        Assert.Equal("""200 {"total_count":4,"has_more":false}""", accesses.Show("total_count", "has_more"));
        Assert.Equal(
            $$"""200 {"object":"payment_method_usage","payment_method":"{{method}}","use_count":4}""",
            (await gateway.Merchant.Get($"/v1/payment_methods/{method}/usage")).Show("object", "payment_method", "use_count"));
    }

    [Fact]
    public async Task CardForOnePayment_HasItsUseInTheCommitThatWasThereAnyway()
    {
        var method = await gateway.Merchant.Method();
        var paid = await gateway.Merchant.Pay(("payment_method", method));
        var typed = await gateway.Merchant.Pay(
            ("payment_method_data[type]", "card"), ("payment_method_data[card][number]", "4242424242424242"), ("payment_method_data[card][exp_month]", "12"),
            ("payment_method_data[card][exp_year]", "2034"), ("payment_method_data[card][cvc]", "123"));
        var entered = typed["payment_method"]!.GetValue<string>();

        Assert.Equal([$"payment for {paid.Id} by {paid.RequestId}"], Lines(await gateway.Merchant.Get($"/v1/payment_methods/{method}/accesses")));
        Assert.Equal([$"payment for {typed.Id} by {typed.RequestId}"], Lines(await gateway.Merchant.Get($"/v1/payment_methods/{entered}/accesses")));
        Assert.Equal(["card_token.created", "card_token.used"], await Facts(method));
        Assert.Equal(["card_token.created"], await Facts(entered));
    }

    [Fact]
    public async Task TokenMadeAPaymentMethod_IsOnRecordAtTheToken()
    {
        var token = (await gateway.Merchant.Post(
            "/v1/tokens", ("card[number]", "4242424242424242"), ("card[exp_month]", "12"), ("card[exp_year]", "2034"), ("card[cvc]", "123"))).Id;
        var made = await gateway.Merchant.Post("/v1/payment_methods", ("type", "card"), ("card[token]", token));

        Assert.Equal(
            [$"exchange {made.Id} {made.RequestId}"],
            await gateway.Lines(
                $"""
                select concat_ws(' ', data->'access'->>'purpose', data->'access'->>'for', data->'access'->>'request_id')
                from audit.events where stream_id = '{token}' and data->'access' is not null
                """));
    }

    /// <summary>The name is stored encrypted; an activation that has not decrypted it yet does so for the first that asks.</summary>
    [Fact]
    public async Task HoldersName_IsOnRecordWhenItIsDecryptedToBeShown()
    {
        var method = await gateway.Merchant.Method();
        await gateway.Merchant.Pay(("payment_method", method));
        await EndActivation(method);

        var known = await gateway.Fixture.Grains.GetGrain<ICardTokenGrain>(method).Get(CancellationToken.None);
        var shown = await gateway.Merchant.Get($"/v1/payment_methods/{method}");
        await gateway.Merchant.Get($"/v1/payment_methods/{method}");

        Assert.Equal((true, null), (known!.HolderHidden, known.Billing.Name));
        Assert.Equal("""200 {"billing_details.name":"Amina Benali"}""", shown.Show("billing_details.name"));
        Assert.Equal($"holder for  by {shown.RequestId}", Lines(await gateway.Merchant.Get($"/v1/payment_methods/{method}/accesses"))[0]);
        Assert.Equal("""200 {"use_count":1}""", (await gateway.Merchant.Get($"/v1/payment_methods/{method}/usage")).Show("use_count"));
    }

    [Fact]
    public async Task Accesses_ArePaged_AndNobodyElses()
    {
        var customer = (await gateway.Merchant.Post("/v1/customers")).Id;
        var method = (await gateway.Merchant.Post("/v1/payment_methods/pm_card_visa/attach", ("customer", customer))).Id;
        await gateway.Merchant.Pay(("payment_method", method), ("customer", customer));
        await gateway.Merchant.Pay(("payment_method", method), ("customer", customer));
        var path = $"/v1/payment_methods/{method}/accesses";
        var all = await gateway.Merchant.Ids(path);

        Assert.Equal([all[0]], await gateway.Merchant.Ids($"{path}?limit=1"));
        Assert.Equal([all[1]], await gateway.Merchant.Ids($"{path}?limit=1&starting_after={all[0]}"));
        Assert.Equal([all[1]], await gateway.Merchant.Ids($"{path}?limit=1&ending_before={all[2]}"));
        Assert.Equal([], await gateway.Merchant.Ids($"{path}?created[lt]=1"));
        Assert.Equal(404, (await gateway.Merchant.Get($"{path}?starting_after={all[0]}0")).Status);
        Assert.Equal(404, (await gateway.Other.Get(path)).Status);
        Assert.Equal(404, (await gateway.Other.Get($"/v1/payment_methods/{method}/usage")).Status);
        Assert.Equal(404, (await gateway.Merchant.Get("/v1/payment_methods/pm_card_visa/usage")).Status);
    }

    /// <summary>The gateway stops on its way to the bank to look at the database: the entry is there.</summary>
    [Fact]
    public async Task Entry_IsStored_BeforeTheBankHasTheCard()
    {
        var probe = new Probe();
        await using var fixture = await GatewayFixture.Start(failpoints: probe);
        var merchant = new Caller(fixture.Client, fixture.Demo.SecretKey);
        var customer = (await merchant.Post("/v1/customers")).Id;
        var method = (await merchant.Post("/v1/payment_methods/pm_card_visa/attach", ("customer", customer))).Id;
        probe.Watch(fixture.Database.Owner, method);

        var paid = await merchant.Pay(("payment_method", method), ("customer", customer));

        Assert.Equal([$"payment {paid.Id}"], probe.Seen);
    }

    private static List<string> Lines(Reply accesses) =>
        [.. accesses["data"]!.AsArray().Select(one => $"{one!["purpose"]} for {one["for"]} by {one["request"]}")];

    private Task<IReadOnlyList<string>> Facts(string method) =>
        gateway.Lines($"select type from paygate.events where stream_id = '{method}' order by seq");

    /// <summary>A rewrap that has nothing to do lets the activation go.</summary>
    private async Task EndActivation(string method)
    {
        var grain = gateway.Fixture.Grains.GetGrain<ICardTokenGrain>(method);
        await grain.Rewrap(CancellationToken.None);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (await grain.Get(patience.Token) is not { HolderHidden: true })
        {
            await grain.Rewrap(patience.Token);
        }
    }

    private sealed class Probe : IFailpoints
    {
        private string? _method;
        private string _database = "";

        public List<string> Seen { get; } = [];

        public void Watch(string database, string method) => (_database, _method) = (database, method);

        public async ValueTask Reach(Failpoint point)
        {
            if (point != Failpoint.BeforeBank || _method is null)
            {
                return;
            }

            await using var source = NpgsqlDataSource.Create(_database);
            await using var command = source.CreateCommand(
                $"""
                select concat_ws(' ', data->'access'->>'purpose', data->'access'->>'for')
                from paygate.events where stream_id = '{_method}' and data->'access' is not null order by seq desc limit 1
                """);
            Seen.Add((string?)await command.ExecuteScalarAsync() ?? "nothing");
        }
    }
}
