using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PayGate.Api.Http;
using static PayGate.Api.Tests.Http.RawHttp;

namespace PayGate.Api.Tests.Http;

[Collection(HttpHostSharing.Name)]
public sealed class IdempotencyContextTests(HttpTestHost host)
{
    private const string Parameters = "amount=1&currency=usd";

    [Fact]
    public async Task Claim_IsScopedToMerchantAndMode_AndHashesTheRequest()
    {
        var first = await ClaimOf(TestKeys.Secret, Parameters);
        var reordered = await ClaimOf(TestKeys.Secret, "currency=usd&amount=1");
        var changed = await ClaimOf(TestKeys.Secret, "amount=2&currency=usd");
        var other = await ClaimOf(TestKeys.Other, Parameters);
        Assert.Equal(("mch_alpha", false, "key-1"), (first.Scope, first.Livemode, first.Key));
        Assert.Equal(("mch_beta", true, "key-1"), (other.Scope, other.Livemode, other.Key));
        Assert.Equal(32, Convert.FromBase64String(first.Hash).Length);
        Assert.Equal(first, reordered);
        Assert.NotEqual(first.Hash, changed.Hash);
        Assert.Equal(first.Hash, other.Hash);
    }

    [Fact]
    public async Task Claim_WithoutAKey_IsNone()
    {
        var answer = await Form(host.Port, "/v1/payments", Parameters, Bearer(TestKeys.Secret));
        Assert.Equal(JsonValueKind.Null, answer.Root.GetProperty("claim").ValueKind);
    }

    [Fact]
    public async Task Claim_OfABrowser_IsScopedToItsObject_AndHashedUnderTheKey()
    {
        var context = new DefaultHttpContext { Request = { Method = "POST", Path = "/v1/payments/pi_1/confirm", Body = new MemoryStream() } };
        context.Request.Headers["Idempotency-Key"] = "key-1";
        context.Features.Set(new Caller { Kind = CallerKind.ClientSecret, ClientSecretObjectId = "pi_1" });
        var request = (await RequestParams.Read(context)).Value!;
        var claim = new IdempotencyContext(new HttpOptions { IdempotencyHashKey = new byte[32] }).ClaimOf(context, request)!;
        var rekeyed = new IdempotencyContext(new HttpOptions { IdempotencyHashKey = [.. new byte[31], 1] }).ClaimOf(context, request)!;
        Assert.Equal(("pi_1", "key-1"), (claim.Scope, claim.Key));
        Assert.NotEqual(claim.RequestHash, rekeyed.RequestHash);
    }

    private async Task<(string Scope, bool Livemode, string Key, string Hash)> ClaimOf(string key, string form)
    {
        var answer = await Form(host.Port, "/v1/payments", form, Bearer(key), ("Idempotency-Key", "key-1"));
        var claim = answer.Root.GetProperty("claim");
        return (claim.GetProperty("scope").GetString()!, claim.GetProperty("livemode").GetBoolean(), claim.GetProperty("key").GetString()!, claim.GetProperty("requestHash").GetString()!);
    }
}
