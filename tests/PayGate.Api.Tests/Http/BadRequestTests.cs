using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PayGate.Api.Http;

namespace PayGate.Api.Tests.Http;

/// <summary>
/// Goal: no bad request is accepted, crashes the server or echoes what must not be echoed. Method: every row of bad-requests.json goes over a raw
/// socket; its answer must be exactly the row's status, code and param in the error object, with a request id.
/// </summary>
[Collection(HttpHostSharing.Name)]
public sealed partial class BadRequestTests(HttpTestHost host)
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerOptions.Strict) { PropertyNameCaseInsensitive = true };

    public static TheoryData<string> Names
    {
        get
        {
            var rows = Rows().ToList();
            Assert.True(rows.Count >= 120, "The table has shrunk.");
            return new TheoryData<string>(rows.Select(row => row.Name));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task EveryRow_IsRefusedAsTheTableSays(string name)
    {
        var row = Rows().Single(row => row.Name == name);
        var answer = await RawHttp.Send(host.Port, row.Method, Expand(row.Path), row.AllHeaders(), row.Bytes());

        Assert.Equal((row.Status, row.Code, row.Param is null ? null : Expand(row.Param)), (answer.Status, answer.Error.GetProperty("code").GetString(), ParamOf(answer)));
        var known = ErrorCatalog.Of(row.Code);
        Assert.Equal((known.Status, known.Type), (answer.Status, answer.Error.GetProperty("type").GetString()));
        Assert.Equal("application/json", answer.Header("Content-Type"));
        Assert.Matches("^req_[0-9A-Za-z]{22}$", answer.Header("Request-Id"));
        Assert.Equal("false", answer.Header("Stripe-Should-Retry"));
        Assert.Empty(host.Contract.Problems(
            row.Method, Expand(row.Path).Split('?')[0], answer.Status, answer.Headers.Select(header => header.Key).ToHashSet(), JsonNode.Parse(answer.Body)));
        Assert.DoesNotMatch("4242|sk_test|rk_test|_secret_", answer.Body);
    }

    internal static string Expand(string text)
    {
        var named = TestKeys.Names.Aggregate(text, (result, name) => result.Replace(name.Key, name.Value, StringComparison.Ordinal));
        return Repeat().Replace(
            named, match => string.Concat(Enumerable.Repeat(match.Groups[1].Value, int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture))));
    }

    private static string? ParamOf(RawAnswer answer) => answer.Error.TryGetProperty("param", out var param) ? param.GetString() : null;

    private static List<Row> Rows()
    {
        using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Http", "bad-requests.json"));
        return JsonSerializer.Deserialize<List<Row>>(file, Strict)!;
    }

    /// <summary><c>&lt;&lt;text*300&gt;&gt;</c> stands for 300 times the text.</summary>
    [GeneratedRegex(@"<<(.+?)\*(\d+)>>")]
    private static partial Regex Repeat();

    private sealed record Row
    {
        public required string Name { get; init; }

        public string Method { get; init; } = "POST";

        public string Path { get; init; } = "/v1/payments";

        /// <summary>The value of Authorization; empty for none.</summary>
        public string Auth { get; init; } = "Bearer {sk}";

        public List<string> Headers { get; init; } = [];

        /// <summary>A body of this kind; at most one of the three.</summary>
        public string? Form { get; init; }

        public string? Json { get; init; }

        /// <summary>Bytes in hexadecimal, sent as JSON.</summary>
        public string? Hex { get; init; }

        public required int Status { get; init; }

        public required string Code { get; init; }

        public string? Param { get; init; }

        public byte[]? Bytes() => Hex is null ? (Form ?? Json) is { } text ? Encoding.UTF8.GetBytes(Expand(text)) : null : Convert.FromHexString(Hex);

        public IEnumerable<(string Name, string Value)> AllHeaders()
        {
            if (Auth.Length > 0)
            {
                yield return ("Authorization", Expand(Auth));
            }

            if (!Headers.Any(header => header.StartsWith("Content-Type", StringComparison.Ordinal)) && (Form ?? Json ?? Hex) is not null)
            {
                yield return ("Content-Type", Form is null ? "application/json" : "application/x-www-form-urlencoded");
            }

            foreach (var header in Headers)
            {
                var colon = header.IndexOf(':', StringComparison.Ordinal);
                yield return (header[..colon], Expand(header[(colon + 1)..]));
            }
        }
    }
}
