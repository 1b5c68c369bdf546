using System.Net;
using Npgsql;
using PayGate.Simulation.Tests.Support;

namespace PayGate.Simulation.Tests.Canary;

/// <summary>
/// Goal: a card's number and CVC are nowhere at rest. Method: a marked card goes through every route that takes one, well-formed and not, also where no card
/// belongs, and through a thousand payments; their events are read. Then dump, tables, the run's whole write-ahead log, data directory and program log are searched in
/// several spellings and encodings. A card that is planted in each of them is found by the same search.
/// </summary>
[Collection(Alone.Name)]
public sealed class CardDataTests
{
    // American Express: 15 digits and a CVC of four. The bank approves any number whose check digit is right.
    private const string Number = "349072158364025";
    private const string Cvc = "7391";

    // Its issuer wants the cardholder, so the card with its CVC waits in memory meanwhile.
    private static readonly MarkedCard Secured = new("4000002760003184", "739");
    private const int Payments = 1_000;

    /// <summary>As many at a time as a busy shop; more would only wait.</summary>
    private const int AtOnce = 24;

    private int _key;

    [Fact]
    public async Task Payments_WithAMarkedCard_LeaveNoTraceOfIt()
    {
        await using var site = await GatewaySite.Create();
        var sinks = new Sinks(site, new MarkedCard(Number, Cvc), Secured);
        await sinks.KeepLog();
        await using (var gateway = await GatewayProcess.Start(site))
        {
            await PayInEveryWay(gateway.Client);
            await PayOften(gateway.Client);
            await SaveAndGiveBack(gateway.Client);
            await PassChallenges(gateway.Client);
            await PayByLink(gateway.Client);
            await MisplaceEverywhere(gateway.Client);
            await MisplaceAroundPayments(gateway.Client);
            await Quiet.Await(site.Database, TimeSpan.FromSeconds(60));
        }

        var found = await sinks.Search();
        await Plant(site);
        var planted = await sinks.Search();
        await sinks.LetLogGo();

        Assert.Empty(found);
        foreach (var sink in new[] { "dump", "log", "tables", "write-ahead log", "data directory" })
        {
            // A dump is text: other bytes stand in it in hexadecimal.
            Assert.Empty(Needle.Of(Number).Where(needle => needle.IsText || sink != "dump").Select(needle => $"{sink}: number, {needle.Name}").Except(planted));
            Assert.Contains($"{sink}: CVC with its name", planted);
        }

        Assert.Contains("dump: CVC as a word", planted);
    }

    /// <summary>The ways in which shops pay most, each with the marked card typed anew; then their events are read, which freezes them.</summary>
    private async Task PayOften(GatewayClient client)
    {
        var customer = (await Ok(Post(client, "/v1/customers", ("name", "Jane Holder")))).Id;
        var saved = (await Ok(Post(client, "/v1/payment_methods", Bare(Number, Cvc)))).Id;
        await Ok(Post(client, $"/v1/payment_methods/{saved}/attach", ("customer", customer)));
        await Parallel.ForEachAsync(Enumerable.Range(0, Payments), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (number, _) =>
        {
            (string Name, string Value)[] payment = [("amount", "1009"), ("currency", "usd")];
            var paid = (number % 5) switch
            {
                0 => await Post(client, "/v1/payment_intents", [.. payment, ("confirm", "true"), .. CardParameters.Typed(Number, Cvc)]),
                1 => await Post(
                    client, $"/v1/payment_intents/{(await Ok(Post(client, "/v1/payment_intents", payment))).Id}/confirm",
                    CardParameters.Typed(Needle.Grouped(Number, ' '), Cvc)),
                2 => await Post(
                    client, "/v1/payment_intents",
                    [.. payment, ("confirm", "true"), ("payment_method", (await Ok(Post(client, "/v1/payment_methods", Bare(Needle.Grouped(Number, '-'), Cvc)))).Id)]),
                3 => await Post(
                    client, "/v1/payment_intents", [.. payment, ("confirm", "true"), ("payment_method", saved), ("customer", customer), ("off_session", "true")]),
                _ => await client.PostJson("/v1/payment_intents", NextKey(), $$$$"""
                    {"amount": 1031, "currency": "usd", "confirm": true, "payment_method_data": {"type": "card",
                     "card": {"number": "{{{{Number}}}}", "exp_month": 12, "exp_year": 2039, "cvc": "{{{{Cvc}}}}"}}}
                    """),
            };
            Assert.True(paid.Find("status") == "succeeded", paid.ToString());
        });
        var page = "";
        while (page is not null)
        {
            var events = await Ok(client.Get($"/v1/events?limit=100{page}"));
            using var json = System.Text.Json.JsonDocument.Parse(events.Body);
            page = json.RootElement.GetProperty("has_more").GetBoolean()
                ? $"&starting_after={json.RootElement.GetProperty("data").EnumerateArray().Last().GetProperty("id").GetString()}"
                : null;
        }
    }

    private async Task PayInEveryWay(GatewayClient client)
    {
        var card = CardParameters.Typed(Number, Cvc);
        var created = await Post(client, "/v1/payment_intents", ("amount", "1009"), ("currency", "usd"));
        Assert.Equal("succeeded", (await Post(client, $"/v1/payment_intents/{created.Id}/confirm", card)).Find("status"));
        Assert.Equal("succeeded", (await Post(client, "/v1/payment_intents", [("amount", "1013"), ("currency", "eur"), ("confirm", "true"), .. card])).Find("status"));
        var spaced = CardParameters.Typed($"{Number[..4]} {Number[4..10]} {Number[10..]}", Cvc);
        Assert.Equal("succeeded", (await Post(client, "/v1/payment_intents", [("amount", "1019"), ("currency", "usd"), ("confirm", "true"), .. spaced])).Find("status"));
        Assert.Equal("requires_confirmation", (await Post(client, "/v1/payment_intents", [("amount", "1021"), ("currency", "usd"), .. card])).Find("status"));
        var json = await client.PostJson("/v1/payment_intents", NextKey(), $$$$"""
            {"amount": 1031, "currency": "usd", "confirm": true, "payment_method_data": {"type": "card",
             "card": {"number": "{{{{Number}}}}", "exp_month": 12, "exp_year": 2039, "cvc": "{{{{Cvc}}}}"}}}
            """);
        Assert.Equal("succeeded", json.Find("status"));
        using var browser = new GatewayClient(client.Address, (await Post(client, "/v1/payment_intents", ("amount", "1033"), ("currency", "usd"))).Find("client_secret"));
        var id = browser.Key!.Split("_secret_")[0];
        Assert.Equal("succeeded", (await Post(browser, $"/v1/payment_intents/{id}/confirm", card)).Find("status"));
        Expect4xxOrOk(await Post(client, "/v1/payment_methods", Bare()));
        Expect4xxOrOk(await Post(client, "/v1/tokens", [.. Bare().Where(pair => pair.Name != "type")]));
    }

    /// <summary>A customer's card, with limits, a setup, a refund on request and a receipt.</summary>
    private async Task SaveAndGiveBack(GatewayClient client)
    {
        await Ok(Post(client, "/v1/limits", ("currency", "usd"), ("daily_amount", "100000000")));
        var customer = (await Ok(Post(client, "/v1/customers", ("name", "Jane Holder")))).Id;
        var method = (await Ok(Post(client, "/v1/payment_methods", Bare(Number, Cvc)))).Id;
        await Ok(Post(client, $"/v1/payment_methods/{method}/attach", ("customer", customer)));
        var later = (await Ok(Post(client, "/v1/payment_methods", Bare(Number, Cvc)))).Id;
        var setUp = await Ok(Post(client, "/v1/setup_intents", ("customer", customer), ("payment_method", later), ("confirm", "true")));
        Assert.Equal("succeeded", setUp.Find("status"));
        var paid = await Ok(Post(
            client, "/v1/payment_intents",
            ("amount", "1049"), ("currency", "usd"), ("customer", customer), ("payment_method", method), ("confirm", "true"), ("expand[]", "latest_charge")));
        using var visitor = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var receipt = await visitor.GetAsync(new Uri(paid.Find("latest_charge", "receipt_url")!));
        Assert.DoesNotContain(Number, await receipt.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var asked = await Ok(Post(client, "/v1/refund_requests", ("customer", customer), ("payment_intent", paid.Id), ("reason", "Too small.")));
        Assert.Equal("completed", (await Ok(Post(client, $"/v1/refund_requests/{asked.Id}/approve"))).Find("status"));
        await Ok(client.Get($"/v1/customers/search?query=name:%22Jane%22"));
        await Ok(Post(client, $"/v1/payment_methods/{later}/detach"));
    }

    /// <summary>A payment and a setup whose issuer asks the cardholder first.</summary>
    private async Task PassChallenges(GatewayClient client)
    {
        (string Name, string Value)[] back = [("return_url", "https://shop.example/back")];
        var payment = await Ok(Post(
            client, "/v1/payment_intents",
            [("amount", "1051"), ("currency", "usd"), ("confirm", "true"), .. CardParameters.Typed(Secured.Number, Secured.Cvc), .. back]));
        var method = (await Ok(Post(client, "/v1/payment_methods", Bare(Secured.Number, Secured.Cvc)))).Id;
        var setup = await Ok(Post(client, "/v1/setup_intents", [("payment_method", method), ("confirm", "true"), .. back]));
        foreach (var (waiting, path) in new[] { (payment, "payment_intents"), (setup, "setup_intents") })
        {
            Assert.Equal("requires_action", waiting.Find("status"));
            await Submit(waiting.Find("next_action", "redirect_to_url", "url")!, KeyValuePair.Create("answer", "approve"));
            Assert.Equal("succeeded", (await client.Get($"/v1/{path}/{waiting.Id}")).Find("status"));
        }
    }

    /// <summary>As a visitor of a payment link does.</summary>
    private async Task PayByLink(GatewayClient client)
    {
        var link = await Ok(Post(client, "/v1/payment_links", OneLine("Coffee")));
        var page = await Submit(link.Find("url")!);
        using var browser = new GatewayClient(client.Address, page.Split('#')[1]);
        var id = browser.Key!.Split("_secret_")[0];
        Assert.Equal("succeeded", (await Post(browser, $"/v1/payment_intents/{id}/confirm", CardParameters.Typed(Number, Cvc))).Find("status"));
    }

    /// <summary>Where the page leads after a form was sent to it.</summary>
    private static async Task<string> Submit(string page, params KeyValuePair<string, string>[] form)
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });
        using var content = new FormUrlEncodedContent(form);
        using var response = await client.PostAsync(new Uri(page), content);
        Assert.Equal(HttpStatusCode.SeeOther, response.StatusCode);
        return response.Headers.Location!.OriginalString;
    }

    /// <summary>The same mistakes at customers, saved cards, setups, sessions, links and limits, in headers and in addresses.</summary>
    private async Task MisplaceAroundPayments(GatewayClient client)
    {
        var text = $"card {Number} cvc {Cvc}";
        (string Name, string Value)[] payment = [("amount", "1039"), ("currency", "usd")];
        using var keyless = new GatewayClient(client.Address, null);
        GatewayAnswer[] answers =
        [
            await client.Post("/v1/payment_intents", Number, payment),
            await client.Post("/v1/payment_intents", text, payment),
            await Post(client, "/v1/payment_intents", [.. payment, ("statement_descriptor", $"Shop {Number}")]),
            await Post(client, "/v1/payment_intents", [.. payment, ("confirm", "true"), ("payment_method", "pm_card_visa"), ("return_url", $"https://shop.example/?card={Number}")]),
            await Post(client, "/v1/customers", ("name", text)),
            await Post(client, "/v1/customers", ("email", $"{Number}@example.com")),
            await Post(client, "/v1/customers", ("phone", Number)),
            await Post(client, "/v1/customers", ("description", text)),
            await Post(client, "/v1/customers", ("address[line1]", text)),
            await Post(client, "/v1/customers", ("metadata[card]", Number)),
            await Post(client, $"/v1/customers/{Number}", ("name", "x")),
            await client.Get($"/v1/customers/search?query=metadata['card']:'{Number}'"),
            await client.Get($"/v1/customers/search?query=phone:'{Number}'"),
            await client.Get($"/v1/customers/search?query={Number}"),
            await Post(client, "/v1/payment_methods", [.. Bare(Number, Cvc), ("billing_details[name]", text)]),
            await Post(client, "/v1/payment_methods", [.. Bare(Number, Cvc), ("metadata[card]", Number)]),
            await Post(client, $"/v1/payment_methods/{Number}/attach", ("customer", Number)),
            await Post(client, "/v1/setup_intents", ("description", text)),
            await Post(client, "/v1/setup_intents", ("metadata[card]", Number)),
            await Post(client, "/v1/setup_intents", ("payment_method", Number), ("confirm", "true")),
            await Post(client, $"/v1/setup_intents/{Number}/confirm", Bare(Number, Cvc)),
            await Post(client, "/v1/checkout/sessions", [.. OneLine(text), ("mode", "payment"), ("success_url", "https://shop.example/done")]),
            await Post(client, "/v1/checkout/sessions", [.. OneLine("Coffee"), ("mode", "payment"), ("success_url", $"https://shop.example/?card={Number}")]),
            await Post(client, "/v1/payment_links", OneLine(text)),
            await Post(client, "/v1/payment_links", [.. OneLine("Coffee"), ("inactive_message", text)]),
            await Post(client, "/v1/payment_links", [.. OneLine("Coffee"), ("metadata[card]", Number)]),
            await Post(client, $"/v1/payment_links/{Number}", ("active", "false")),
            await Post(client, "/v1/limits", ("currency", "usd"), ("daily_amount", Number)),
            await Post(client, "/v1/limits", ("currency", Number), ("daily_amount", Cvc)),
            await Post(client, "/v1/refund_requests", ("customer", "cus_1"), ("payment_intent", "pi_1"), ("amount", Number)),
            await Post(keyless, $"/issuer/{Number}/{Cvc}", ("answer", "approve")),
            await keyless.Get($"/receipts/{Number}/{Number}"),
            await client.Get($"/v1/bins/{Number}"),
            await keyless.Get($"/v1/bins/{Number[..4]}%20{Number[4..10]}-{Number[10..]}"),
        ];
        AssertRefused(answers);
    }

    private static (string Name, string Value)[] OneLine(string name) =>
    [
        ("line_items[0][price_data][currency]", "usd"), ("line_items[0][price_data][unit_amount]", "1061"),
        ("line_items[0][price_data][product_data][name]", name), ("line_items[0][quantity]", "1"),
    ];

    private static async Task<GatewayAnswer> Ok(Task<GatewayAnswer> sent)
    {
        var answer = await sent;
        Assert.True(answer.Status == 200, answer.ToString());
        return answer;
    }

    /// <summary>What programmers do by mistake. Every answer is a refusal, and no refusal repeats the card.</summary>
    private async Task MisplaceEverywhere(GatewayClient client)
    {
        (string Name, string Value)[] payment = [("amount", "1039"), ("currency", "usd")];
        using var keyless = new GatewayClient(client.Address, null);
        GatewayAnswer[] answers =
        [
            await Post(client, "/v1/payment_intents", [.. payment, ("description", $"card {Number} cvc {Cvc}")]),
            await Post(client, "/v1/payment_intents", [.. payment, ("metadata[card]", Number), ("metadata[cvc]", Cvc)]),
            await Post(client, "/v1/payment_intents", [.. payment, ($"metadata[{Number}]", "x")]),
            await Post(client, "/v1/payment_intents", [.. payment, ("number", Number), ("cvc", Cvc)]),
            await Post(client, "/v1/payment_intents", [.. payment, ("payment_method", Number)]),
            await Post(client, "/v1/payment_intents", [("amount", Number), ("currency", "usd")]),
            await Post(client, "/v1/payment_intents", [("amount", "1039"), ("currency", Number)]),
            await Post(client, "/v1/payment_intents", [.. payment, .. CardParameters.Typed(Number + "1", Cvc)]),
            await Post(client, "/v1/payment_intents", [.. payment, .. CardParameters.Typed(Number, Cvc + "0")]),
            await Post(client, "/v1/payment_intents", [.. payment, ("payment_method_data[type]", Number), .. CardParameters.Typed(Number, Cvc).Skip(1)]),
            await Post(client, $"/v1/payment_intents?payment_method_data[card][number]={Number}&cvc={Cvc}", payment),
            await Post(client, $"/v1/payment_intents/{Number}/confirm", CardParameters.Typed(Number, Cvc)),
            await Post(client, "/v1/refunds", ("payment_intent", Number), ("reason", Cvc)),
            await Post(client, "/v1/refund_requests", ("customer", Number), ("payment_intent", Number), ("reason", $"card {Number} cvc {Cvc}")),
            await Post(client, $"/v1/refund_requests/{Number}/approve"),
            await Post(client, $"/v1/refund_requests/{Number}/reject", ("reason", $"card {Number} cvc {Cvc}")),
            await client.Get($"/v1/refund_requests?customer={Number}&payment_intent={Number}"),
            await client.Get($"/v1/customers/search?query=name:%22{Number}%22"),
            await client.Get($"/v1/balance_transactions?source={Number}&payout={Cvc}"),
            await client.Get($"/v1/summary?from={Number}&to={Cvc}"),
            await Post(keyless, "/v1/payment_intents", [.. payment, .. CardParameters.Typed(Number, Cvc)]),
            await client.Get($"/v1/payment_intents/{Number}?cvc={Cvc}"),
            await client.Get($"/v1/cards?number={Number}&cvc={Cvc}"),
            await client.PostJson("/v1/payment_intents", NextKey(), Json(Number, Cvc)),
            await client.PostJson("/v1/payment_intents", NextKey(), Json($"\"{Number}\"", $"\"{Cvc}\"") + "}"),
            await client.PostJson("/v1/payment_intents", NextKey(), Json($"\"{Number}\"", $"\"{Cvc}\"")[..^9]),
            await client.PostJson($"/v1/payment_intents/{Number}", NextKey(), $"\"{Number}\""),
        ];
        AssertRefused(answers);
    }

    private static void AssertRefused(GatewayAnswer[] answers)
    {
        var wrong = answers.Select((answer, place) => $"{place}: {answer.Status} {answer.Text}").Where((_, place) =>
            answers[place].Status is < 400 or >= 500
            || answers[place].Text.Contains(Number, StringComparison.Ordinal) || answers[place].Text.Contains(Cvc, StringComparison.Ordinal));
        Assert.Empty(wrong);
    }

    private static string Json(string number, string cvc) =>
        $$$$"""{"amount": 1039, "currency": "usd", "payment_method_data": {"type": "card", "card": {"number": {{{{number}}}}, "exp_month": 12, "exp_year": 2039, "cvc": {{{{cvc}}}}}}}""";

    private static (string Name, string Value)[] Bare(string number = Number, string cvc = Cvc) =>
        [.. CardParameters.Typed(number, cvc).Select(pair => (pair.Name.Replace("payment_method_data[type]", "type", StringComparison.Ordinal)
            .Replace("payment_method_data[card]", "card", StringComparison.Ordinal), pair.Value)).Where(pair => !pair.Item1.StartsWith("payment", StringComparison.Ordinal))];

    private static void Expect4xxOrOk(GatewayAnswer answer) => Assert.True(answer.Status is 200 or (>= 400 and < 500), answer.ToString());

    private static async Task Plant(GatewaySite site)
    {
        var needles = Needle.Of(Number).ToList();
        await using var source = NpgsqlDataSource.Create(site.Database.Owner);
        await using var table = source.CreateCommand(
            $"""
            create table public.planted (plain text, bytes bytea);
            insert into public.planted values ('{"{"}"cvc":"{Cvc}"{"}"}', null)
            """);
        await table.ExecuteNonQueryAsync();
        foreach (var needle in needles)
        {
            await using var row = source.CreateCommand("insert into public.planted values ($1, $2)");
            row.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = needle.IsText ? System.Text.Encoding.ASCII.GetString(needle.Bytes) : null });
            row.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = needle.Bytes });
            await row.ExecuteNonQueryAsync();
        }

        byte[] planted = [.. needles.SelectMany(needle => needle.Bytes.Append((byte)'\n')), .. System.Text.Encoding.ASCII.GetBytes($" Card(Number = x, Cvc = {Cvc})\n")];
        await File.AppendAllBytesAsync(site.LogFile, planted);
        await File.WriteAllBytesAsync(Path.Combine(site.DataDirectory, "planted"), planted);
    }

    private Task<GatewayAnswer> Post(GatewayClient client, string path, params (string Name, string Value)[] form) => client.Post(path, NextKey(), form);

    private string NextKey() => $"canary-{Interlocked.Increment(ref _key)}";
}
