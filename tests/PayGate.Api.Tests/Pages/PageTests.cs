using System.Net;
using PayGate.Api.Pages;

namespace PayGate.Api.Tests.Pages;

public sealed class PageTests
{
    private const string IntentId = RecordedOrders.IntentId;

    [Theory]
    [InlineData($"/pay/{IntentId}", HttpStatusCode.OK)]
    [InlineData("/pay/cs_0123456789012345678901234", HttpStatusCode.OK)]
    [InlineData("/pay/pi_short", HttpStatusCode.NotFound)]
    [InlineData("/pay/ch_0123456789012345678901234", HttpStatusCode.NotFound)]
    [InlineData("/shop/demo", HttpStatusCode.OK)]
    [InlineData("/shop/elsewhere", HttpStatusCode.NotFound)]
    [InlineData("/shop/thanks", HttpStatusCode.OK)]
    public async Task Page_Always_CarriesSecurityHeadersAndIsNotStored(string path, HttpStatusCode status)
    {
        await using var host = await PagesTestHost.Start();
        var response = await host.Client.GetAsync(path);
        Assert.Equal(status, response.StatusCode);
        Assert.Equal("text/html; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Equal(
            [
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
                "no-store", "no-referrer", "nosniff", "DENY", "same-origin",
            ],
            new[] { "Content-Security-Policy", "Cache-Control", "Referrer-Policy", "X-Content-Type-Options", "X-Frame-Options", "Cross-Origin-Opener-Policy" }
                .Select(name => string.Join('|', response.Headers.GetValues(name))));
    }

    [Fact]
    public async Task CheckoutPage_ForAnyId_IsTheSamePage()
    {
        await using var host = await PagesTestHost.Start();
        Assert.Equal("<title>Checkout</title>", await host.Client.GetStringAsync($"/pay/{IntentId}"));
        var unknown = await host.Client.GetAsync("/pay/%3Cscript%3E");
        Assert.Equal("<title>Checkout</title>", await unknown.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("br, gzip", "brotli", "br")]
    [InlineData("gzip, deflate", "gzip", "gzip")]
    [InlineData("br;q=0, gzip;q=0.5", "gzip", "gzip")]
    [InlineData("identity", "plain", null)]
    [InlineData(null, "plain", null)]
    public async Task Asset_ByAcceptedEncoding_IsServedAsStoredAndForGood(string? accepted, string body, string? encoding)
    {
        await using var host = await PagesTestHost.Start();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/assets/app-1.js");
        if (accepted is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);
        }

        var response = await host.Client.SendAsync(request);
        Assert.Equal(body, await response.Content.ReadAsStringAsync());
        Assert.Equal(encoding, response.Content.Headers.ContentEncoding.SingleOrDefault());
        Assert.Equal("text/javascript; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Equal("public, max-age=31536000, immutable", string.Join('|', response.Headers.GetValues("Cache-Control")));
        Assert.Equal(["Accept-Encoding"], response.Headers.Vary);
    }

    [Theory]
    [InlineData("/assets/none.js")]
    [InlineData("/assets/..%2Fsecret.js")]
    [InlineData("/assets/..%5Csecret.js")]
    [InlineData("/assets/%2E%2E%2Fsecret.js")]
    [InlineData("/assets/app-1.js.br")]
    [InlineData("/assets/app-1.html")]
    [InlineData("/assets/.js")]
    public async Task Asset_ThatIsNone_IsNotFoundAndNotStored(string path)
    {
        await using var host = await PagesTestHost.Start();
        var response = await host.Client.GetAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("no-store", string.Join('|', response.Headers.GetValues("Cache-Control")));
    }

    [Theory]
    [InlineData($"/pay/{IntentId}")]
    [InlineData("/shop/demo")]
    [InlineData("/shop/thanks")]
    public async Task Page_WhenNotBuilt_SaysWhatToRun_AndAppearsOnceBuilt(string path)
    {
        await using var host = await PagesTestHost.Start(isBuilt: false);
        var missing = await host.Client.GetAsync(path);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, missing.StatusCode);
        Assert.Equal(PagesEndpoints.NotBuilt, await missing.Content.ReadAsStringAsync());
        Assert.Contains("./paygate up", PagesEndpoints.NotBuilt, StringComparison.Ordinal);
        Assert.NotNull(missing.Headers.RetryAfter);

        host.WriteBuild();
        Assert.Equal(HttpStatusCode.OK, (await host.Client.GetAsync(path)).StatusCode);
    }

    [Theory]
    [InlineData("POST", $"/pay/{IntentId}", "GET, HEAD")]
    [InlineData("DELETE", "/shop", "GET, HEAD")]
    [InlineData("PUT", "/assets/app-1.js", "GET, HEAD")]
    public async Task Page_ByOtherMethod_IsRefusedWithAllow(string method, string path, string allow)
    {
        await using var host = await PagesTestHost.Start();
        var response = await host.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal(allow, string.Join(", ", response.Content.Headers.Allow));
    }
}
