using System.Text;
using PayGate.Simulation.Tests.Support;
using PayGate.Silo.Books.Checks;

namespace PayGate.Simulation.Tests.Erasure;

/// <summary>
/// Goal: what is personal of an erased customer is nowhere in the database, and does not come back with an older backup. Method: two customers with marked data in every
/// place that takes any; a real dump; one is erased; the dump is restored and a silo started on it that answers no request. Each time a dump is searched for the marks.
/// </summary>
[Collection(Alone.Name)]
public sealed class ErasureTests
{
    private const string HolderName = "payment_method_data[billing_details][name]";

    private int _key;

    [Fact]
    public async Task ErasedCustomer_IsGone_AlsoFromARestoredDatabaseBeforeItsFirstUse()
    {
        await using var site = await GatewaySite.Create();
        var (gone, kept) = (new Person("Zoraida", "4000056655665556"), new Person("Quillon", "5200828282828210"));
        byte[] before;
        string[] secrets;
        await using (var gateway = await GatewayProcess.Start(site))
        {
            var marks = await Live(gateway.Client, gone);
            var other = await Live(gateway.Client, kept);
            await gateway.Client.Get("/v1/events?limit=100");
            await Quiet.Await(site.Database, TimeSpan.FromSeconds(60));
            before = await DatabaseDump.Take(site.Database);
            secrets = [.. marks, .. await RawFingerprints(site, gone)];
            Assert.All(secrets, mark => Assert.Contains(mark, Text(before), StringComparison.Ordinal));
            // Recorded answers and frozen events are binary values: without a mark in those the search would not look into them.
            Assert.Contains(gone.First, DatabaseDump.Binary(Encoding.UTF8.GetString(before)), StringComparison.Ordinal);

            await Erase(gateway.Client, gone);
            var after = Text(await DatabaseDump.Take(site.Database));
            Assert.DoesNotContain(secrets, mark => after.Contains(mark, StringComparison.OrdinalIgnoreCase));
            Assert.All(other, mark => Assert.Contains(mark, after, StringComparison.Ordinal));
            Assert.Empty(await BooksAudit.Run(site.Database.Audit));
            await StaysUsable(gateway.Client, gone, kept);
        }

        await DatabaseDump.Restore(site.Database, before);
        Assert.Contains(gone.Email, Text(await DatabaseDump.Take(site.Database)), StringComparison.Ordinal);
        await using (await GatewayProcess.Start(site, site.Whole with { Roles = "silo,bank" }))
        {
            var restored = Text(await DatabaseDump.Take(site.Database));
            Assert.DoesNotContain(secrets, mark => restored.Contains(mark, StringComparison.OrdinalIgnoreCase));
            Assert.Contains(kept.Email, restored, StringComparison.Ordinal);
            Assert.Empty(await BooksAudit.Run(site.Database.Audit));
        }
    }

    /// <summary>A customer with saved, detached and typed cards, payments, a setup, a session and a refund request. Returns what tells who it is.</summary>
    private async Task<string[]> Live(GatewayClient client, Person person)
    {
        var customer = await Ok(Post(
            client, "/v1/customers",
            ("name", person.Name), ("email", person.Email), ("phone", person.Phone), ("address[line1]", person.Street), ("description", $"{person.First} likes tea"),
            ("shipping[name]", person.Name), ("shipping[address][line1]", person.Street), ("metadata[nick]", $"{person.First}-nick")));
        person.Customer = customer.Id;
        var saved = await Saved(client, person);
        var detached = (await Saved(client, person)).Id;
        await Ok(Post(client, $"/v1/payment_methods/{detached}/detach"));
        (string, string)[] told =
        [
            ("customer", customer.Id), ("receipt_email", person.Email), ("description", $"Tea for {person.First}"), ("metadata[for]", $"{person.First}-tea"),
            ("shipping[name]", person.Name), ("shipping[address][line1]", person.Street),
        ];
        var paid = await Ok(Post(
            client, "/v1/payment_intents", [("amount", "1999"), ("currency", "usd"), ("confirm", "true"), ("payment_method", saved.Id), .. told]));
        person.Payment = paid.Id;
        await Ok(Post(client, "/v1/payment_intents",
        [
            ("amount", "2999"), ("currency", "usd"), ("confirm", "true"), .. CardParameters.Typed(person.Number, "123").Where(pair => pair.Name != HolderName), (HolderName, person.Name), .. told,
        ]));
        await Ok(Post(client, $"/v1/charges/{paid.Find("latest_charge")}", ("description", $"{person.First}'s own charge")));
        await Ok(Post(
            client, "/v1/setup_intents",
            ("customer", customer.Id), ("payment_method", saved.Id), ("confirm", "true"), ("description", $"{person.First} comes again")));
        await Ok(Post(
            client, "/v1/checkout/sessions",
            ("mode", "payment"), ("customer", customer.Id), ("success_url", "https://shop.example/done"), ("client_reference_id", $"{person.First}-ref"),
            ("line_items[0][price_data][currency]", "usd"), ("line_items[0][price_data][unit_amount]", "1061"),
            ("line_items[0][price_data][product_data][name]", "Beans"), ("line_items[0][quantity]", "1")));
        await Ok(Post(
            client, "/v1/refund_requests", ("customer", customer.Id), ("payment_intent", paid.Id), ("amount", "500"), ("reason", $"{person.First} was ill")));
        return [person.First, person.Email, person.Street, person.Phone, saved.Find("card", "fingerprint")!];
    }

    private async Task<GatewayAnswer> Saved(GatewayClient client, Person person)
    {
        var method = (await Ok(Post(
            client, "/v1/payment_methods",
            ("type", "card"), ("card[number]", person.Number), ("card[exp_month]", "12"), ("card[exp_year]", "2039"), ("card[cvc]", "123"),
            ("billing_details[name]", person.Name), ("billing_details[email]", person.Email), ("billing_details[address][line1]", person.Street)))).Id;
        return await Ok(Post(client, $"/v1/payment_methods/{method}/attach", ("customer", person.Customer)));
    }

    /// <summary>The sandbox's clock passes the minute after which nothing more can come.</summary>
    private async Task Erase(GatewayClient client, Person person)
    {
        var ordered = await Ok(Post(client, $"/v1/customers/{person.Customer}/erase"));
        var repeated = await Ok(Post(client, $"/v1/customers/{person.Customer}/erase"));
        Assert.Equal(("pending", ordered.Text), (ordered.Find("status"), repeated.Text));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        while ((await client.Get($"/v1/customers/{person.Customer}/erasure")).Find("status") != "done")
        {
            await Ok(Post(client, "/v1/test_helpers/clock/advance", ("seconds", "120")));
            await pause.WaitForNextTickAsync(patience.Token);
        }
    }

    /// <summary>The books are whole, events are still told, and the other customer pays on.</summary>
    private async Task StaysUsable(GatewayClient client, Person gone, Person kept)
    {
        var payment = await Ok(client.Get($"/v1/payment_intents/{gone.Payment}"));
        Assert.Equal(("succeeded", null), (payment.Find("status"), payment.Find("receipt_email")));
        Assert.Contains("\"amount\":1999", payment.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(gone.First, (await Ok(client.Get("/v1/events?limit=100"))).Text, StringComparison.Ordinal);
        Assert.Contains("\"deleted\":true", (await Ok(client.Get($"/v1/customers/{gone.Customer}"))).Text, StringComparison.Ordinal);
        Assert.Equal(kept.Email, (await Ok(client.Get($"/v1/customers/{kept.Customer}"))).Find("email"));
        Assert.Equal(404, (await Post(client, $"/v1/customers/{kept.Customer}9/erase")).Status);
    }

    /// <summary>The keyed fingerprint as a dump spells it.</summary>
    private static async Task<string[]> RawFingerprints(GatewaySite site, Person person)
    {
        await using var source = Npgsql.NpgsqlDataSource.Create(site.Database.Owner);
        await using var command = source.CreateCommand($"select distinct encode(fingerprint, 'hex') from paygate.card_tokens where customer_id = '{person.Customer}'");
        return [(string)(await command.ExecuteScalarAsync())!];
    }

    private static string Text(byte[] dump) => DatabaseDump.Text(dump);

    private static async Task<GatewayAnswer> Ok(Task<GatewayAnswer> sent)
    {
        var answer = await sent;
        Assert.True(answer.Status == 200, answer.ToString());
        return answer;
    }

    private Task<GatewayAnswer> Post(GatewayClient client, string path, params (string Name, string Value)[] form) => client.Post(path, $"erasure-{++_key}", form);

    /// <summary>A customer whose words are found nowhere else.</summary>
    private sealed record Person(string First, string Number)
    {
        public string Name => $"{First} Quixworth";

        public string Email => $"{First.ToLowerInvariant()}@erase.example";

        public string Phone => $"+2125{First.Length}77{First[0] * 31}";

        public string Street => $"{First} lane 77";

        public string Customer { get; set; } = "";

        public string Payment { get; set; } = "";
    }
}
