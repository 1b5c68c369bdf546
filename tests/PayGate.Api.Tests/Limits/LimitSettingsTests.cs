using PayGate.Api.Tests.Payments;

namespace PayGate.Api.Tests.Limits;

/// <summary>Limits as merchants set and read them.</summary>
[Collection(GatewayCollection.Name)]
public sealed class LimitSettingsTests(Gateway gateway)
{
    [Fact]
    public async Task Set_ShowsTheLimitsAndWhatIsUsed_AndTakesThemAwayAgain()
    {
        var merchant = await LimitedMerchant.Open(gateway, timeZone: "Africa/Casablanca");
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(gateway.Fixture.Clock.GetUtcNow(), Casablanca).DateTime);

        var set = await merchant.Set(("daily_amount", "10000"), ("monthly_amount", "200000"));
        await merchant.Pay(1_500);
        await merchant.Pay(700, ("currency", "eur"));
        var listed = await merchant.Caller.Get("/v1/limits");
        var taken = await merchant.Set(("daily_amount", ""));
        var none = await merchant.Set(("monthly_amount", ""));

        Assert.Equal(
            """200 {"object":"limit","id":"usd","currency":"usd","livemode":false,"daily_amount":10000,"daily_used":0,"monthly_amount":200000,"monthly_used":0}""",
            set.Show("object", "id", "currency", "livemode", "daily_amount", "daily_used", "monthly_amount", "monthly_used"));
        Assert.Equal(
            (Midnight(today.AddDays(1)), Midnight(today.AddDays(1 - today.Day).AddMonths(1))),
            (set["daily_resets_at"]!.GetValue<long>(), set["monthly_resets_at"]!.GetValue<long>()));
        Assert.Equal(
            """200 {"object":"list","url":"/v1/limits","has_more":false,"data.0.id":"eur","data.0.daily_amount":null,"data.0.daily_used":null,"data.1.id":"mad","data.2.id":"usd","data.2.daily_used":1500,"data.2.monthly_used":1500}""",
            listed.Show(
                "object", "url", "has_more", "data.0.id", "data.0.daily_amount", "data.0.daily_used", "data.1.id", "data.2.id", "data.2.daily_used", "data.2.monthly_used"));
        Assert.Equal(
            """200 {"daily_amount":null,"daily_used":1500,"monthly_amount":200000,"monthly_used":1500}""",
            taken.Show("daily_amount", "daily_used", "monthly_amount", "monthly_used"));
        Assert.Equal(
            """200 {"daily_amount":null,"daily_used":null,"monthly_amount":null,"monthly_used":null}""",
            none.Show("daily_amount", "daily_used", "monthly_amount", "monthly_used"));
        Assert.Equal("""200 {"status":"succeeded"}""", (await merchant.Pay(1_000_000)).Show("status"));
    }

    [Theory]
    [InlineData("currency=usd&daily_amount=0", "parameter_invalid_integer", "daily_amount")]
    [InlineData("currency=usd&monthly_amount=-1", "parameter_invalid_integer", "monthly_amount")]
    [InlineData("currency=usd&daily_amount=1000000000000", "parameter_invalid_integer", "daily_amount")]
    [InlineData("daily_amount=1", "parameter_missing", "currency")]
    [InlineData("currency=xyz&daily_amount=1", "currency_invalid", "currency")]
    [InlineData("currency=jpy&daily_amount=1", "currency_not_supported", "currency")]
    [InlineData("currency=usd&weekly_amount=1", "parameter_unknown", "weekly_amount")]
    public async Task Set_OfWhatCannotBeALimit_IsRefused(string form, string code, string param)
    {
        var refused = await gateway.Merchant.Post("/v1/limits", [.. form.Split('&').Select(member => (member.Split('=')[0], member.Split('=')[1]))]);

        Assert.Equal($$"""400 {"error.code":"{{code}}","error.param":"{{param}}"}""", refused.Show("error.code", "error.param"));
        Assert.Empty(await gateway.Lines($"select id from paygate.amount_limits where merchant_id = '{gateway.Fixture.Demo.MerchantId}'"));
    }

    [Fact]
    public async Task Set_WithTheSameKey_IsReplayed()
    {
        var merchant = await LimitedMerchant.Open(gateway);
        (string, string)[] form = [("currency", "usd"), ("daily_amount", "5000")];

        var first = await merchant.Caller.PostOnce($"limits-{merchant.Id}", "/v1/limits", form);
        await merchant.Pay(900);
        var again = await merchant.Caller.PostOnce($"limits-{merchant.Id}", "/v1/limits", form);
        var other = await merchant.Caller.PostOnce($"limits-{merchant.Id}", "/v1/limits", ("currency", "usd"), ("daily_amount", "6000"));

        Assert.Equal((true, first.Body.ToJsonString()), (again.Replayed, again.Body.ToJsonString()));
        Assert.Equal("""400 {"error.code":"idempotency_error"}""", other.Show("error.code"));
    }

    [Fact]
    public async Task Limits_NeedASecretKey_AndConcernOneMerchantAndCurrency()
    {
        var bounded = await LimitedMerchant.Open(gateway, daily: 1_000);
        var free = await LimitedMerchant.Open(gateway);

        Assert.Equal("""400 {"error.code":"amount_limit_exceeded"}""", (await bounded.Pay(1_001)).Show("error.code"));
        Assert.Equal("""200 {"status":"succeeded"}""", (await bounded.Pay(1_001, ("currency", "eur"))).Show("status"));
        Assert.Equal("""200 {"status":"succeeded"}""", (await free.Pay(1_001)).Show("status"));
        Assert.Equal("0", await free.Moves());
        Assert.Empty(await gateway.Lines($"select id from paygate.amount_limits where merchant_id = '{free.Id}'"));
        Assert.Equal(401, (await gateway.Browser.Get("/v1/limits")).Status);
        Assert.Equal(401, (await gateway.Browser.Post("/v1/limits", ("currency", "usd"), ("daily_amount", "1"))).Status);
        var page = gateway.CallerWith(gateway.Fixture.Demo.PublishableKey);
        Assert.Equal("""403 {"error.code":"secret_key_required"}""", (await page.Get("/v1/limits")).Show("error.code"));
    }

    private static TimeZoneInfo Casablanca => TimeZoneInfo.FindSystemTimeZoneById("Africa/Casablanca");

    private static long Midnight(DateOnly date) => LocalDay.StartOf(date, Casablanca).ToUnixTimeSeconds();
}
