using System.Net;

namespace PayGate.Api.Tests.Payments;

/// <summary>Payment links over HTTP. What their pages show is looked at in a browser, by the checkout's own tests.</summary>
[Collection(GatewayCollection.Name)]
public sealed class PaymentLinkTests(Gateway gateway)
{
    private const string Links = "/v1/payment_links";

    private static readonly (string, string)[] OneLine =
    [
        ("line_items[0][price_data][currency]", "usd"), ("line_items[0][price_data][unit_amount]", "350"),
        ("line_items[0][price_data][product_data][name]", "Coffee"), ("line_items[0][quantity]", "3"),
    ];

    [Fact]
    public async Task Link_GivesEachVisitorASessionOfTheirOwn()
    {
        var link = await Create(
            ("after_completion[type]", "redirect"), ("after_completion[redirect][url]", "https://shop.example/done?session={CHECKOUT_SESSION_ID}"),
            ("metadata[campaign]", "spring"), ("payment_intent_data[description]", "Breakfast"), ("payment_intent_data[capture_method]", "manual"));

        var (first, second) = (await Visit(link), await Visit(link));

        Assert.NotEqual(first.Session, second.Session);
        Assert.Equal([second.Session, first.Session], await Ids($"/v1/checkout/sessions?payment_link={link.Id}"));
        var paid = await gateway.CallerWith(first.Secret).Post(
            $"/v1/payment_intents/{first.Secret.Split("_secret_")[0]}/confirm", ("payment_method", "pm_card_visa"));
        Assert.Equal("""200 {"status":"requires_capture","amount":1050,"description":"Breakfast"}""", paid.Show("status", "amount", "description"));
        var session = await gateway.Merchant.Get($"/v1/checkout/sessions/{first.Session}");
        Assert.Equal(
            $$"""200 {"status":"complete","payment_link":"{{link.Id}}","metadata":{"campaign":"spring"},"success_url":"https://shop.example/done?session={{first.Session}}"}""",
            session.Show("status", "payment_link", "metadata", "success_url"));
        var lines = await gateway.Merchant.Get($"{Links}/{link.Id}/line_items");
        Assert.Equal("""{"Coffee":1050}""", $$"""{"{{lines["data"]![0]!["description"]}}":{{lines["data"]![0]!["amount_total"]}}}""");
    }

    [Fact]
    public async Task Page_WhenOpened_MakesNothing_AndOnceClosedNeither()
    {
        var link = await Create();
        var before = await Sessions();

        Assert.NotEqual(HttpStatusCode.NotFound, (await Send(HttpMethod.Get, link)).StatusCode);
        await gateway.Merchant.Post($"{Links}/{link.Id}", ("active", "false"));
        Assert.Null((await Send(HttpMethod.Post, link)).Headers.Location);
        Assert.Equal(before, await Sessions());

        await gateway.Merchant.Post($"{Links}/{link.Id}", ("active", "true"));
        Assert.NotNull((await Send(HttpMethod.Post, link)).Headers.Location);
    }

    [Fact]
    public async Task Lists_AreFiltered_AndARepeatedCreateMakesOneLink()
    {
        var key = $"link-{Guid.NewGuid():N}";
        var (link, replayed) = (await gateway.Merchant.PostOnce(key, Links, OneLine), await gateway.Merchant.PostOnce(key, Links, OneLine));
        await gateway.Merchant.Post($"{Links}/{link.Id}", ("active", "false"), ("inactive_message", "Sold out"));

        Assert.Equal((link.Id, true), (replayed.Id, replayed.Replayed));
        Assert.Contains(link.Id, await Ids($"{Links}?active=false&limit=100"));
        Assert.DoesNotContain(link.Id, await Ids($"{Links}?active=true&limit=100"));
        Assert.Equal("""200 {"active":false,"inactive_message":"Sold out"}""", (await gateway.Merchant.Get($"{Links}/{link.Id}")).Show("active", "inactive_message"));
    }

    private async Task<Reply> Create(params (string, string)[] more)
    {
        var created = await gateway.Merchant.Post(Links, [.. OneLine, .. more]);
        Assert.Equal(200, created.Status);
        return created;
    }

    private static async Task<(string Session, string Secret)> Visit(Reply link)
    {
        using var response = await Send(HttpMethod.Post, link);
        Assert.Equal(HttpStatusCode.SeeOther, response.StatusCode);
        var location = response.Headers.Location!.OriginalString;
        Assert.StartsWith("/pay/cs_", location, StringComparison.Ordinal);
        return (location.Split('#')[0]["/pay/".Length..], location.Split('#')[1]);
    }

    private static async Task<HttpResponseMessage> Send(HttpMethod method, Reply link)
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });
        using var request = new HttpRequestMessage(method, new Uri(link["url"]!.GetValue<string>()));
        return await client.SendAsync(request);
    }

    private Task<IReadOnlyList<string>> Sessions() => gateway.Lines("select count(*)::text from paygate.checkout_sessions");

    private async Task<List<string>> Ids(string path) =>
        [.. (await gateway.Merchant.Get(path))["data"]!.AsArray().Select(one => one!["id"]!.GetValue<string>())];
}
