using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using PayGate.Api.Http;

namespace PayGate.Api.Tests.Http;

/// <summary>
/// Goal: no code without status and type. Method: the sources are searched for every way in which a code is given to a refusal, a result or a fault.
/// </summary>
public sealed partial class ErrorCatalogTests
{
    private static readonly string[] Folders = ["api", "grain-interfaces", "grains", "silo"];
    private static readonly Dictionary<string, int> Statuses = new()
    {
        ["idempotency_error"] = 400,
        ["card_error"] = 402,
        ["authentication_error"] = 401,
        ["permission_error"] = 403,
        ["rate_limit_error"] = 429,
    };

    [Fact]
    public void EveryCodeInTheSources_HasARow()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "PayGate.sln")))
        {
            root = root.Parent!;
        }

        var used = Folders
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(root.FullName, folder), "*.cs", SearchOption.AllDirectories))
            .SelectMany(file => Code().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups["code"].Value)
            .ToHashSet();
        Assert.True(used.Count > 25, "The search finds too little to be right.");
        Assert.Equal([], used.Except(ErrorCatalog.Rows.Keys));
    }

    [Theory]
    [InlineData("Refusal(\"a_code\", \"m\")")]
    [InlineData("Refusal(\n            \"a_code\", \"m\")")]
    [InlineData("static readonly Refusal Nothing = new(\"a_code\"")]
    [InlineData("static Refusal Nothing(string id) => new(\n        \"a_code\"")]
    [InlineData("p.Refuse(\"name\", \"a_code\", \"m\")")]
    [InlineData("item.Refuse(\"a_code\", \"m\")")]
    [InlineData("ErrorResult.Of(\"a_code\")")]
    [InlineData("new Fault(\"a_code\", 1)")]
    [InlineData("public string Code => \"a_code\"")]
    [InlineData("{ Code = \"a_code\" }")]
    public void Search_FindsEveryWayOfWriting(string source) => Assert.Equal("a_code", Code().Match(source).Groups["code"].Value);

    [Fact]
    public void Rows_HaveTheStatusOfTheirType()
    {
        Assert.All(ErrorCatalog.Rows.Values, row => Assert.Contains(row.Type, (string[])[.. Statuses.Keys, "invalid_request_error", "api_error"]));
        Assert.All(
            ErrorCatalog.Rows.Values.Where(row => row.Code != "idempotency_key_in_use" && Statuses.ContainsKey(row.Type)),
            row => Assert.Equal(Statuses[row.Type], row.Status));
        Assert.All(ErrorCatalog.Rows.Values.Where(row => row.Type == "api_error"), row => Assert.InRange(row.Status, 500, 503));
        Assert.All(ErrorCatalog.Rows.Values, row => Assert.EndsWith(".", row.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("parameter_missing parameter_unknown parameter_invalid_integer parameter_invalid_type parameter_invalid_string parameter_too_long", 400)]
    [InlineData("quote_already_used quote_expired quote_mismatch", 400)]
    [InlineData("amount_too_small amount_too_large currency_invalid currency_not_supported payment_intent_unexpected_state payment_attempts_exceeded", 400)]
    [InlineData("charge_already_refunded charge_expired_for_capture token_already_used token_revoked token_expired idempotency_key_invalid", 400)]
    [InlineData("json_invalid json_duplicate_member json_too_deep url_invalid url_private_address sensitive_data_in_field ambiguous_credentials", 400)]
    [InlineData("api_key_invalid account_locked", 401)]
    [InlineData("incorrect_number invalid_number invalid_expiry_month invalid_expiry_year invalid_cvc incorrect_cvc expired_card card_declined", 402)]
    [InlineData("processing_error risk_blocked", 402)]
    [InlineData("secret_key_required permission_denied", 403)]
    [InlineData("resource_missing", 404)]
    [InlineData("method_not_allowed", 405)]
    [InlineData("idempotency_key_in_use", 409)]
    [InlineData("body_too_large", 413)]
    [InlineData("unsupported_media_type", 415)]
    [InlineData("storage_unavailable vault_unavailable rate_unavailable", 503)]
    public void CodesOfTheWireContract_HaveTheirStatus(string codes, int status) =>
        Assert.All(codes.Split(' '), code => Assert.Equal(status, ErrorCatalog.Of(code).Status));

    [Fact]
    public async Task RefusalThatPasses_SaysWhenToComeBack_AndLeavesWhatIsSaidAlready()
    {
        foreach (var row in ErrorCatalog.Rows.Values)
        {
            var (fresh, said) = (new DefaultHttpContext(), new DefaultHttpContext());
            said.Response.Headers.RetryAfter = "7";

            await ErrorResult.Of(row.Code).ExecuteAsync(fresh);
            await ErrorResult.Of(row.Code).ExecuteAsync(said);

            Assert.Equal((row.Code, row.Status == 503 ? "1" : "", "7"), (row.Code, fresh.Response.Headers.RetryAfter.ToString(), said.Response.Headers.RetryAfter.ToString()));
        }
    }

    [GeneratedRegex(
        """(?:Refusal\(|Refusal\s+\w+(?:\([^)]*\))?\s*=>?\s*new\(|\bRefuse\((?:[^",;]+|"[^"]*"),(?=\s*"[a-z_]+",)|\bRefuse\((?="[a-z_]+",\s*\$?"[^"]*"\))|ErrorResult\.Of\(|ErrorCatalog\.Of\(|Fault\(|Code\s*=>?)\s*"(?<code>[a-z]+(?:_[a-z]+)+)\x22""")]
    private static partial Regex Code();
}
