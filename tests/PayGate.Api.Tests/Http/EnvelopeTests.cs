using System.Text.RegularExpressions;
using static PayGate.Api.Tests.Http.RawHttp;

namespace PayGate.Api.Tests.Http;

[Collection(HttpHostSharing.Name)]
public sealed class EnvelopeTests(HttpTestHost host)
{
    [Fact]
    public async Task EveryAnswer_HasItsOwnRequestIdAndSecurityHeaders()
    {
        var answers = new List<RawAnswer>();
        foreach (var path in new[] { "/v1/payments/pi_known1", "/v1/payments/pi_known1", "/v1/nothing", "/v1/faults/bug", "/page", "/nothing" })
        {
            answers.Add(await Get(host.Port, path, Bearer(TestKeys.Secret)));
        }

        Assert.Equal([200, 200, 404, 500, 200, 404], answers.Select(answer => answer.Status));
        Assert.All(answers, answer => Assert.Matches("^req_[0-9A-Za-z]{22}$", answer.Header("Request-Id")));
        Assert.Equal(answers.Count, answers.Select(answer => answer.Header("Request-Id")).Distinct().Count());
        Assert.All(answers, answer => Assert.Equal(("nosniff", "no-referrer", null), (answer.Header("X-Content-Type-Options"), answer.Header("Referrer-Policy"), answer.Header("Server"))));
        Assert.All(answers.Take(4), answer => Assert.Equal("no-store", answer.Header("Cache-Control")));
        Assert.Equal("<p>page</p>", answers[4].Body);
        Assert.Null(answers[4].Header("Content-Security-Policy"));
    }

    [Theory]
    [InlineData("2026-01-28")]
    [InlineData("2024-02-29.acacia")]
    [InlineData("2030-12-31.preview_2-x")]
    public async Task Version_WellFormed_IsEchoed(string version)
    {
        var answer = await Get(host.Port, "/v1/nothing", ("Stripe-Version", version));
        Assert.Equal((404, version), (answer.Status, answer.Header("Stripe-Version")));
    }

    [Fact]
    public async Task Version_NotSent_IsTheServersOwn() => Assert.Equal("2026-10-28.endive", (await Get(host.Port, "/v1/payments")).Header("Stripe-Version"));

    [Fact]
    public async Task IdempotencyKey_OnPost_IsEchoedAlsoOnErrors_AndOnGetIgnored()
    {
        var key = "a b~" + new string('k', 251);
        var refused = await Form(host.Port, "/v1/payments", "amount=x", Bearer(TestKeys.Secret), ("Idempotency-Key", key));
        Assert.Equal((400, key), (refused.Status, refused.Header("Idempotency-Key")));
        var read = await Get(host.Port, "/v1/payments/pi_known1", Bearer(TestKeys.Secret), ("Idempotency-Key", new string('k', 256)));
        Assert.Equal((200, null), (read.Status, read.Header("Idempotency-Key")));
    }

    [Theory]
    [InlineData("transient", 503, "vault_unavailable", "7", "true")]
    [InlineData("timeout", 503, "storage_unavailable", "1", "true")]
    [InlineData("database", 503, "storage_unavailable", "1", "true")]
    [InlineData("cut", 503, "storage_unavailable", "1", "true")]
    [InlineData("engine", 503, "storage_unavailable", "1", "true")]
    [InlineData("silo", 503, "storage_unavailable", "1", "true")]
    [InlineData("canceled", 503, "storage_unavailable", "1", "true")]
    [InlineData("statement", 500, "api_error", null, null)]
    [InlineData("bug", 500, "api_error", null, null)]
    public async Task Fault_IsAnsweredWithoutDetail(string kind, int status, string code, string? retryAfter, string? shouldRetry)
    {
        var answer = await Get(host.Port, "/v1/faults/" + kind, Bearer(TestKeys.Secret));
        Assert.Equal((status, code, "api_error"), (answer.Status, answer.Error.GetProperty("code").GetString(), answer.Error.GetProperty("type").GetString()));
        Assert.Equal((retryAfter, shouldRetry), (answer.Header("Retry-After"), answer.Header("Stripe-Should-Retry")));
        Assert.DoesNotMatch("secret|4242|refused|terminat|10.0.0.1|Exception|timed", answer.Body);
    }

    [Fact]
    public async Task WrongMethod_IsToldTheRightOnes_WithoutAKey()
    {
        var answer = await Send(host.Port, "PUT", "/v1/payments/pi_known1", []);
        Assert.Equal(405, answer.Status);
        Assert.Equal(["DELETE", "GET", "HEAD", "POST"], answer.Header("Allow")!.Split(", ").Order());
    }

    [Fact]
    public async Task Body_OfExactlyOneMebibyte_IsRead_AndOneByteMoreIsNot()
    {
        const string start = "amount=1&currency=usd&description=";
        var largest = await Form(host.Port, "/v1/payments", start + new string('x', (1024 * 1024) - start.Length), Bearer(TestKeys.Secret));
        Assert.Equal((400, "parameter_too_long"), (largest.Status, largest.Error.GetProperty("code").GetString()));
        // Announced only: a server that closes while a body is still under way may take its answer with it.
        var larger = await Send(
            host.Port, "POST", "/v1/payments",
            [Bearer(TestKeys.Secret), ("Content-Type", "application/x-www-form-urlencoded"), ("Content-Length", "1048577")]);
        Assert.Equal((413, "body_too_large"), (larger.Status, larger.Error.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Body_ChunkedOverOneMebibyte_IsRefused()
    {
        var chunk = new string('x', 0x10000);
        var chunks = string.Concat(Enumerable.Repeat($"10000\r\n{chunk}\r\n", 17)) + "0\r\n\r\n";
        var answer = await Send(
            host.Port, "POST", "/v1/payments",
            [Bearer(TestKeys.Secret), ("Content-Type", "application/x-www-form-urlencoded"), ("Transfer-Encoding", "chunked\r\n\r\n" + chunks)]);
        Assert.Equal((413, "body_too_large"), (answer.Status, answer.Error.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task RequestThatTheServerItselfRejects_GetsTheErrorObjectToo()
    {
        var line = await Get(host.Port, "/v1/payments/" + new string('x', 17_000));
        var headers = await Get(host.Port, "/v1/payments", ("X-Long", new string('x', 33_000)));
        var length = await Send(host.Port, "POST", "/v1/payments", [("Content-Length", "abc")]);
        Assert.Equal([414, 431, 400], new[] { line, headers, length }.Select(answer => answer.Status));
        foreach (var answer in new[] { line, headers, length })
        {
            Assert.Equal("request_malformed", answer.Error.GetProperty("code").GetString());
            Assert.Equal(("application/json", "close"), (answer.Header("Content-Type"), answer.Header("Connection")));
            Assert.Matches("^req_[0-9A-Za-z]{22}$", answer.Header("Request-Id"));
        }
    }

    [Fact]
    public async Task Post_WithoutABody_HasNoParameters()
    {
        foreach (var type in new[] { "application/x-www-form-urlencoded", "application/json", "application/json; charset=\"UTF-8\"" })
        {
            var answer = await Send(host.Port, "POST", "/v1/payments/pi_known1", [Bearer(TestKeys.Secret), ("Content-Type", type)], []);
            Assert.Equal((200, "old"), (answer.Status, answer.Root.GetProperty("description").GetString()));
        }

        Assert.Equal(200, (await Send(host.Port, "POST", "/v1/payments/pi_known1", [Bearer(TestKeys.Secret)], [])).Status);
    }

    [Fact]
    public async Task GetAndDelete_WithAContentTypeAndNoBody_AreServed()
    {
        var type = ("Content-Type", "application/x-www-form-urlencoded");
        Assert.Equal(200, (await Get(host.Port, "/v1/payments?limit=3", Bearer(TestKeys.Secret), type)).Status);
        Assert.Equal(200, (await Send(host.Port, "DELETE", "/v1/payments/pi_known1", [Bearer(TestKeys.Secret), type], [])).Status);
    }

    /// <summary>Marks every place of a request with a word of its own and looks for the words in everything that was logged meanwhile.</summary>
    [Fact]
    public async Task Log_HasOneLineForEachRequest_AndNothingOfPathQueryHeadersOrBody()
    {
        var answer = await Form(
            host.Port, "/v1/payments/pi_marked1", "description=marked2&card[number]=4000000000009995", Bearer(TestKeys.Secret), ("Idempotency-Key", "marked3"));
        var query = await Get(host.Port, "/v1/payments/pi_marked4?client_secret=pi_marked4_secret_marked5", ("User-Agent", "marked6"));
        await Send(host.Port, "MARKED7", "/v1/marked8", [Bearer(TestKeys.Secret)]);

        var lines = host.LogLines.ToArray();
        var line = Assert.Single(lines, text => text.Contains(answer.Header("Request-Id")!, StringComparison.Ordinal));
        Assert.Matches(@$"^POST /v1/payments/\{{id\}} 400 \d+ ms {answer.Header("Request-Id")} mch_alpha$", line);
        Assert.Single(lines, text => Regex.IsMatch(text, @$"^GET /v1/payments/\{{id\}} 401 \d+ ms {query.Header("Request-Id")} -$"));
        Assert.DoesNotContain(lines, text => Regex.IsMatch(text, "marked[2-8]|4000000000009995", RegexOptions.IgnoreCase));
    }
}
