using System.Net;
using System.Text;
using PayGate.Api.Pages;

namespace PayGate.Api.Tests.Pages;

public sealed class ShopTests
{
    private const string IntentId = RecordedOrders.IntentId;

    [Fact]
    public async Task Entrance_LeadsToTheShopOfTheMerchant()
    {
        await using var host = await PagesTestHost.Start(shop: new ShopOptions { Address = "atlas" });
        var response = await host.Client.GetAsync("/shop");
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.Equal("/shop/atlas", response.Headers.Location?.ToString());
        Assert.Equal(HttpStatusCode.OK, (await host.Client.GetAsync("/shop/atlas")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await host.Client.GetAsync("/shop/demo")).StatusCode);
    }

    [Fact]
    public async Task Products_ShowPricesAndPostTheirIdsOnly()
    {
        await using var host = await PagesTestHost.Start(shop: new ShopOptions { Name = "A & B <script>" });
        var page = await host.Client.GetStringAsync("/shop/demo");
        Assert.Equal(["EUR 14.50", "USD 22.00", "MAD 240.00"], ShopCatalog.Products.Select(product => product.PriceText));
        foreach (var product in ShopCatalog.Products)
        {
            Assert.Contains($"""<input type="hidden" name="product" value="{product.Id}">""", page, StringComparison.Ordinal);
            Assert.Contains(product.PriceText, page, StringComparison.Ordinal);
        }

        Assert.Equal(ShopCatalog.Products.Count, page.Split("<input").Length - 1);
        Assert.Contains("A &amp; B &lt;script&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Order_OfAProduct_CreatesThePaymentAtTheServersPrice_AndSendsTheSecretInTheFragment()
    {
        await using var host = await PagesTestHost.Start(shop: new ShopOptions { MerchantId = "mch_1" });
        var response = await Post(host, "product=atlas&amount=1&price=0");
        Assert.Equal(HttpStatusCode.SeeOther, response.StatusCode);
        Assert.Equal($"/pay/{IntentId}#{IntentId}_secret_abc", response.Headers.Location?.OriginalString);
        Assert.Equal("no-store", string.Join('|', response.Headers.GetValues("Cache-Control")));
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
        var order = Assert.Single(host.Orders.Created);
        var here = host.Client.BaseAddress!.GetLeftPart(UriPartial.Authority);
        Assert.Equal(
            ("mch_1", "Atlas espresso from Atlas Coffee", 2200, "usd", order.OrderId, $"{here}/shop/thanks", $"{here}/shop/demo"), order);
        Assert.Matches("^[2-9A-HJ-NP-Z]{8}$", order.OrderId);
    }

    [Fact]
    public async Task Order_BehindAProxy_LeadsBackToThePublicAddress()
    {
        await using var host = await PagesTestHost.Start(new Uri("https://pay.example.com"));
        await Post(host, "product=medina");
        var order = Assert.Single(host.Orders.Created);
        Assert.Equal(("https://pay.example.com/shop/thanks", "https://pay.example.com/shop/demo"), (order.SuccessUrl, order.CancelUrl));
    }

    [Fact]
    public async Task Order_Twice_IsTwoOrders()
    {
        await using var host = await PagesTestHost.Start();
        await Post(host, "product=atlas");
        await Post(host, "product=atlas");
        Assert.Equal(2, host.Orders.Created.Select(order => order.OrderId).Distinct().Count());
    }

    [Theory]
    [InlineData("product=none", "application/x-www-form-urlencoded", HttpStatusCode.BadRequest)]
    [InlineData("product=atlas&product=medina", "application/x-www-form-urlencoded", HttpStatusCode.BadRequest)]
    [InlineData("Product", "application/x-www-form-urlencoded", HttpStatusCode.BadRequest)]
    [InlineData("", "application/x-www-form-urlencoded", HttpStatusCode.BadRequest)]
    [InlineData("product=atlas", "multipart/form-data; boundary=x", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("""{"product":"atlas"}""", "application/json", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("product=atlas", "text/plain", HttpStatusCode.UnsupportedMediaType)]
    public async Task Order_OfNothingThatIsSold_IsRefusedOnAPage(string body, string contentType, HttpStatusCode status)
    {
        await using var host = await PagesTestHost.Start();
        var response = await Post(host, body, contentType);
        Assert.Equal(status, response.StatusCode);
        Assert.Contains("not sold here", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(host.Orders.Created);
    }

    [Fact]
    public async Task Order_TooLarge_IsRefused()
    {
        await using var host = await PagesTestHost.Start();
        var response = await Post(host, "product=atlas&x=" + new string('x', 5000));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Empty(host.Orders.Created);
    }

    [Theory]
    [InlineData($"payment_intent={IntentId}", true)]
    [InlineData("payment_intent=%3Cscript%3Ealert(1)%3C/script%3E", false)]
    [InlineData($"payment_intent={IntentId}&payment_intent=x", false)]
    [InlineData("", false)]
    public async Task Thanks_NamesThePayment_OnlyIfItIsAnId(string query, bool isNamed)
    {
        await using var host = await PagesTestHost.Start();
        var page = await host.Client.GetStringAsync($"/shop/thanks?{query}");
        Assert.Equal(isNamed, page.Contains($"<code>{IntentId}</code>", StringComparison.Ordinal));
        Assert.Contains("Thank you for your order", page, StringComparison.Ordinal);
        Assert.DoesNotContain("script", page, StringComparison.Ordinal);
    }

    [Fact]
    public void ShopOrder_Printed_ShowsNoSecret() => Assert.Equal("pi_1", new ShopOrder("pi_1", "pi_1_secret_x").ToString());

    private static Task<HttpResponseMessage> Post(PagesTestHost host, string body, string contentType = "application/x-www-form-urlencoded")
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        return host.Client.PostAsync("/shop/orders", content);
    }
}
