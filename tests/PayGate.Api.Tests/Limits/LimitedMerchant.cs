using System.Globalization;
using PayGate.Api.Tests.Payments;

namespace PayGate.Api.Tests.Limits;

/// <summary>A merchant of its own for each test, with limits in USD.</summary>
internal sealed class LimitedMerchant(Gateway gateway, Caller caller, string id)
{
    public Caller Caller => caller;

    public string Id => id;

    public static async Task<LimitedMerchant> Open(Gateway gateway, long? daily = null, long? monthly = null, string timeZone = "UTC")
    {
        var keys = await gateway.Fixture.OpenMerchant("Bounded Tea", Currency.Mad, timeZone);
        var merchant = new LimitedMerchant(gateway, gateway.CallerWith(keys.SecretKey), keys.MerchantId);
        if (daily is not null || monthly is not null)
        {
            Assert.Equal(200, (await merchant.Set(("daily_amount", Text(daily)), ("monthly_amount", Text(monthly)))).Status);
        }

        return merchant;
    }

    public Task<Reply> Set(params (string Name, string Value)[] form) => caller.Post("/v1/limits", [("currency", "usd"), .. form]);

    /// <summary>Today's and this month's use in USD.</summary>
    public async Task<(long? Daily, long? Monthly)> Used()
    {
        var usd = (await caller.Get("/v1/limits"))["data"]!.AsArray().Single(limit => limit!["id"]!.GetValue<string>() == "usd")!;
        return (usd["daily_used"]?.GetValue<long>(), usd["monthly_used"]?.GetValue<long>());
    }

    public Task<Reply> Pay(long amount, params (string Name, string Value)[] form) => caller.Pay([("amount", Text(amount)), .. form]);

    /// <summary>A payment that waits to be confirmed.</summary>
    public async Task<string> Waiting(long amount, params (string Name, string Value)[] form) =>
        (await caller.Create([("amount", Text(amount)), ("payment_method", "pm_card_visa"), .. form])).Id;

    public Task<Reply> Confirm(string payment, params (string Name, string Value)[] form) => caller.Post($"/v1/payment_intents/{payment}/confirm", form);

    public Task<Reply> Read(string payment) => caller.Get($"/v1/payment_intents/{payment}");

    /// <summary>What the database holds of leases that were taken from.</summary>
    public async Task<string> Moves() => Assert.Single(await gateway.Lines($"select count(*)::text from paygate.amount_moves where merchant_id = '{id}'"));

    private static string Text(long? amount) => amount?.ToString(CultureInfo.InvariantCulture) ?? "";
}
