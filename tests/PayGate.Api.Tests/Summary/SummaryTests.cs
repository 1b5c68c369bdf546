using System.Globalization;
using System.Text.Json.Nodes;
using PayGate.Api.Tests.Payments;
using PayGate.Testing;

namespace PayGate.Api.Tests.Summary;

/// <summary>
/// Goal: the figures are exact, also around days of 23 and 25 hours. Method: a drawn history of payments, declines and refunds is counted here, from the answers and
/// the clock alone, and compared with what the gateway counts.
/// </summary>
public sealed class SummaryTests : IAsyncLifetime
{
    private const int StepsPerDay = 8;

    private static readonly TimeZoneInfo Paris = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    private static readonly string[] Declining =
    [
        "pm_card_chargeDeclinedInsufficientFunds", "pm_card_chargeDeclinedExpiredCard", "pm_card_visa_chargeDeclinedLostCard", "pm_card_chargeDeclinedProcessingError",
        "pm_card_bankWrongAmount",
    ];

    private readonly SortedDictionary<DateOnly, JsonObject> _counted = [];
    private readonly List<string> _paid = [];
    private Gateway _gateway = null!;
    private Caller _merchant = null!;

    public async Task InitializeAsync()
    {
        _gateway = new Gateway();
        await _gateway.InitializeAsync();
        var keys = await _gateway.Fixture.OpenMerchant("Librairie du Parc", Currency.Eur, "Europe/Paris");
        _merchant = new Caller(_gateway.Fixture.Client, keys.SecretKey);
    }

    public Task DisposeAsync() => _gateway.DisposeAsync();

    [Theory]
    [InlineData("2030-03-30", 23, 20260331UL)]
    [InlineData("2030-10-26", 25, 20261027UL)]
    public async Task Figures_OfADrawnHistory_AreThoseCountedAlong(string eve, int hours, ulong seed)
    {
        var first = DateOnly.Parse(eve, CultureInfo.InvariantCulture);
        var choice = new SeededChoice(seed);
        MoveTo(first);
        // Another merchant's figures must not be among them.
        await _gateway.Merchant.Pay();
        for (var step = 0; step < 3 * StepsPerDay; step++)
        {
            await Act(choice);
            _gateway.Fixture.Clock.Advance(TimeSpan.FromMinutes(60 + choice.Below(240)));
        }

        var last = Today();
        var summary = await Summary($"from={Text(first)}&to={Text(last)}");

        Assert.Equal(
            """200 {"object":"summary","currency":"eur","time_zone":"Europe/Paris","livemode":false}""", summary.Show("object", "currency", "time_zone", "livemode"));
        var days = summary["days"]!.AsArray();
        Assert.Equal(last.DayNumber - first.DayNumber + 1, days.Count);
        foreach (var day in days)
        {
            var date = DateOnly.Parse(day!["date"]!.GetValue<string>(), CultureInfo.InvariantCulture);
            Assert.Equal((seed, date, Counted(date).ToJsonString()), (seed, date, Without(day["figures"]!).ToJsonString()));
        }

        Assert.Equal(hours, Hours(days[1]!));
        Assert.Equal(_counted.Values.Sum(one => one["volume"]!.GetValue<long>()), summary["total.volume"]!.GetValue<long>());
        Assert.Equal(_counted.Values.Sum(one => one["declines"]!.GetValue<long>()), summary["total.declines"]!.GetValue<long>());
        Assert.Equal(summary["total.net"]!.GetValue<long>(), (await _merchant.Get("/v1/balance"))["pending.0.amount"]!.GetValue<long>());
    }

    [Fact]
    public async Task Range_IsThirtyDaysByDefault_AndBounded()
    {
        var usual = await Summary("");
        Assert.Equal(30, usual["days"]!.AsArray().Count);
        Assert.Equal(Text(Today()), usual["to"]!.GetValue<string>());
        Assert.Null(usual["total.success_rate"]);

        Assert.Equal(92, (await Summary("from=2030-01-01&to=2030-04-02"))["days"]!.AsArray().Count);
        foreach (var (query, param) in new[]
        {
            ("from=2030-01-01&to=2030-04-03", "from"), ("from=2030-01-02&to=2030-01-01", "from"), ("from=2030-1-1", "from"), ("to=2030-02-30", "to"),
            ("from=1999-01-01", "from"), ("to=yesterday", "to"), ("from=01/02/2030", "from"),
        })
        {
            Assert.Equal(
                $$"""{{query}} 400 {"error.code":"parameter_invalid_string","error.param":"{{param}}"}""",
                $"{query} {(await Summary(query)).Show("error.code", "error.param")}");
        }
    }

    private async Task Act(SeededChoice choice)
    {
        switch (choice.Below(4))
        {
            case 0:
                var declined = await _merchant.Pay(("currency", "eur"), ("payment_method", choice.Of<string>(Declining)));
                Assert.Equal(402, declined.Status);
                var error = declined["error"]!.AsObject();
                Add("declines", 1);
                AddReason((error["decline_code"] ?? error["code"])!.GetValue<string>());
                break;
            case 1 when _paid.Count > 0:
                var refund = await _merchant.Post(
                    "/v1/refunds", ("payment_intent", choice.Of<string>([.. _paid])), ("amount", Amount(1 + choice.Below(40))), ("expand[]", "balance_transaction"));
                Assert.Equal(200, refund.Status);
                Add("refunds", 1);
                Add("refunded", -refund["balance_transaction.amount"]!.GetValue<long>());
                break;
            default:
                var paid = await _merchant.Pay(
                    ("currency", choice.Of("eur", "usd")), ("amount", Amount(5_000 + choice.Below(20_000))), ("expand[]", "latest_charge.balance_transaction"));
                Assert.Equal(200, paid.Status);
                _paid.Add(paid.Id);
                Add("payments", 1);
                Add("volume", paid["latest_charge.balance_transaction.amount"]!.GetValue<long>());
                Add("fees", paid["latest_charge.balance_transaction.fee"]!.GetValue<long>());
                break;
        }
    }

    private void Add(string figure, long by)
    {
        var day = Counted(Today());
        day[figure] = day[figure]!.GetValue<long>() + by;
    }

    private void AddReason(string reason)
    {
        var reasons = Counted(Today())["declines_by_reason"]!.AsObject();
        reasons[reason] = (reasons[reason]?.GetValue<long>() ?? 0) + 1;
    }

    private JsonObject Counted(DateOnly date)
    {
        if (!_counted.TryGetValue(date, out var day))
        {
            day = new JsonObject
            {
                ["declines"] = 0L, ["declines_by_reason"] = new JsonObject(), ["fees"] = 0L, ["payments"] = 0L, ["refunded"] = 0L, ["refunds"] = 0L, ["volume"] = 0L,
            };
            _counted[date] = day;
        }

        var sorted = day["declines_by_reason"]!.AsObject().OrderBy(reason => reason.Key, StringComparer.Ordinal)
            .Select(reason => KeyValuePair.Create(reason.Key, (JsonNode?)reason.Value!.GetValue<long>())).ToList();
        day["declines_by_reason"] = new JsonObject(sorted);
        return day;
    }

    /// <summary>Net and rate follow from the others, as the test says itself.</summary>
    private static JsonObject Without(JsonNode figures)
    {
        var shown = figures.DeepClone().AsObject();
        var (paid, declined) = (shown["payments"]!.GetValue<decimal>(), shown["declines"]!.GetValue<decimal>());
        Assert.Equal(paid + declined == 0 ? null : decimal.Floor(paid / (paid + declined) * 10_000) / 10_000, shown["success_rate"]?.GetValue<decimal>());
        Assert.Equal(
            shown["volume"]!.GetValue<long>() - shown["refunded"]!.GetValue<long>() - shown["fees"]!.GetValue<long>(), shown["net"]!.GetValue<long>());
        shown.Remove("success_rate");
        shown.Remove("net");
        return shown;
    }

    private static long Hours(JsonNode day) => (day["ends_at"]!.GetValue<long>() - day["starts_at"]!.GetValue<long>()) / 3_600;

    /// <summary>To shortly after the day has begun.</summary>
    private void MoveTo(DateOnly date)
    {
        while (Today() < date)
        {
            _gateway.Fixture.Clock.Advance(TimeSpan.FromMinutes(30));
        }
    }

    private DateOnly Today() => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(_gateway.Fixture.Clock.GetUtcNow(), Paris).DateTime);

    private Task<Reply> Summary(string query) => _merchant.Get("/v1/summary?" + query);

    private static string Text(DateOnly day) => day.ToString("O", CultureInfo.InvariantCulture);

    private static string Amount(int amount) => amount.ToString(CultureInfo.InvariantCulture);
}
