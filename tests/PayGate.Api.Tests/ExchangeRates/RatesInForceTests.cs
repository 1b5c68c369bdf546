using System.Collections.Immutable;
using Npgsql;
using PayGate.Api.Tests.Payments;
using PayGate.ExchangeRates;
using PayGate.Grains.ExchangeRates;
using PayGate.Testing;

namespace PayGate.Api.Tests.ExchangeRates;

/// <summary>A gateway of its own whose source of rates says what a test tells it, and whose rates age by a clock that the test moves.</summary>
public sealed class RatesInForceTests : IAsyncLifetime
{
    private readonly SteppedTime _wall = new(new DateTimeOffset(2030, 1, 7, 9, 30, 0, TimeSpan.Zero));
    private readonly ToldSource _source = new();
    private GatewayFixture _gateway = null!;
    private Caller _merchant = null!;

    public async Task InitializeAsync()
    {
        _source.Says = Document(("usd", 10m), ("eur", 11m));
        _gateway = await GatewayFixture.Start(rates: (_source, new RatePolicy { Wall = _wall }));
        _merchant = new Caller(_gateway.Client, _gateway.Demo.SecretKey);
    }

    public async Task DisposeAsync() => await _gateway.DisposeAsync();

    [Fact]
    public async Task APayment_IsConvertedAtTheRateInForce_AndItsRefundsAtTheSame()
    {
        var paid = await _merchant.Pay(("amount", "10000"), ("expand[]", "latest_charge.balance_transaction"));
        await Refresh(Document(("usd", 12.5m), ("eur", 11m)));
        var later = await _merchant.Pay(("amount", "10000"), ("expand[]", "latest_charge.balance_transaction"));
        var refund = await _merchant.Post("/v1/refunds", ("payment_intent", paid.Id), ("expand[]", "balance_transaction"));

        Assert.Equal("""{"amount":100000,"fee":3200,"exchange_rate":10}""", Shown(paid["latest_charge.balance_transaction"]!));
        Assert.Equal("""{"amount":125000,"fee":4000,"exchange_rate":12.5}""", Shown(later["latest_charge.balance_transaction"]!));
        Assert.Equal("""{"amount":-100000,"fee":0,"exchange_rate":10}""", Shown(refund["balance_transaction"]!));
    }

    [Fact]
    public async Task WhenRatesAreTooOld_ConversionStops_AndTheRestGoesOn()
    {
        _source.Says = RateDocument.Unreadable("the address answers 500");
        _wall.Advance(TimeSpan.FromHours(24));
        await _gateway.RefreshRates();
        Assert.Equal(200, (await _merchant.Pay()).Status);

        _wall.Advance(TimeSpan.FromSeconds(1));
        var waiting = await _merchant.Create();
        var refused = await _merchant.PostOnce("rates-1", $"/v1/payment_intents/{waiting.Id}/confirm", ("payment_method", "pm_card_visa"));

        Assert.Equal("""503 {"error.code":"rate_unavailable","error.type":"api_error"}""", refused.Show("error.code", "error.type"));
        Assert.Contains("paygate rates set", refused["error.message"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal("succeeded", (await _merchant.Pay(("amount", "5000"), ("currency", "mad")))["status"]!.GetValue<string>());
        Assert.Equal("requires_payment_method", (await _merchant.Get($"/v1/payment_intents/{waiting.Id}"))["status"]!.GetValue<string>());

        await Refresh(Document(("usd", 10m), ("eur", 11m)));
        var confirmed = await _merchant.PostOnce("rates-1", $"/v1/payment_intents/{waiting.Id}/confirm", ("payment_method", "pm_card_visa"));
        Assert.Equal("""200 {"status":"succeeded"}""", confirmed.Show("status"));
    }

    [Fact]
    public async Task ARateTenTimesOff_IsRefused_AndTheOtherOneIsTaken()
    {
        var sheet = await Refresh(Document(("usd", 101m), ("eur", 11.5m)));

        Assert.Equal((10m, 11.5m), (sheet.Find(Currency.Usd)!.InBase, sheet.Find(Currency.Eur)!.InBase));
        Assert.Equal(["eur 11 file", "usd 10 file", "eur 11.5 file"], await History());
    }

    [Fact]
    public async Task AnOperatorsOrder_IsCarriedOutOnce_WithWhoAndWhy_AndRefusedBeyondTheBand()
    {
        await Order(12m, beyondBand: false);
        await Order(120.5m, beyondBand: false);
        await Order(0.5m, beyondBand: true);

        var sheet = await _gateway.WorkOffRateOrders();

        Assert.Equal((0.5m, HeldRate.Operator, 3L), (sheet.Find(Currency.Usd)!.InBase, sheet.Find(Currency.Usd)!.Source, sheet.LastOrder));
        Assert.Equal(["eur 11 file", "usd 10 file", "usd 12 operator amina", "usd 0.5 operator amina"], await History());
        Assert.Equal(
            ["done", "120.5 is more than 10 times off the last good rate of usd, 12.", "done"],
            await Lines("select coalesce(refusal, 'done') from paygate.rate_orders where finished_at is not null order by id"));
        Assert.Equal(
            ["12 0.5 w"],
            await Lines("select (data ->> 'before') || ' ' || (data ->> 'after') || ' ' || (data ->> 'reason') from audit.events where type = 'rates.set' and data ->> 'beyond_band' = 'true'"));
        Assert.Equal(0.5m, (await Refresh(Document(("usd", 0.6m), ("eur", 11m)))).Find(Currency.Usd)!.InBase);
    }

    private async Task<RateSheet> Refresh(RateDocument document)
    {
        _wall.Advance(TimeSpan.FromMinutes(1));
        _source.Says = document with { AsOf = _wall.GetUtcNow() };
        return await _gateway.RefreshRates();
    }

    private RateDocument Document(params (string Code, decimal Rate)[] rates) =>
        new() { AsOf = _wall.GetUtcNow(), Rates = rates.ToImmutableSortedDictionary(rate => rate.Code, rate => rate.Rate, StringComparer.Ordinal) };

    private async Task Order(decimal rate, bool beyondBand)
    {
        await using var silo = NpgsqlDataSource.Create(_gateway.Database.Silo);
        await using var command = silo.CreateCommand(
            "insert into paygate.rate_orders (currency, in_base, hours, beyond_band, ordered_by, reason) values ('usd', $1, 24, $2, 'amina', 'w')");
        command.Parameters.Add(new NpgsqlParameter<decimal> { TypedValue = rate });
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = beyondBand });
        await command.ExecuteNonQueryAsync();
    }

    private Task<List<string>> History() => Lines(
        "select currency || ' ' || trim_scale(in_base) || ' ' || source || coalesce(' ' || set_by, '') from audit.accepted_rates order by number");

    private async Task<List<string>> Lines(string sql)
    {
        await using var source = NpgsqlDataSource.Create(_gateway.Database.Owner);
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
        {
            lines.Add(reader.GetString(0));
        }

        return lines;
    }

    private static string Shown(System.Text.Json.Nodes.JsonNode transaction) => transaction.Show("amount", "fee", "exchange_rate");

    /// <summary>Says what it is told to.</summary>
    private sealed class ToldSource : IRateSource
    {
        public RateDocument Says { get; set; } = new();

        public string Name => "file";

        public Task<RateDocument> Read(CancellationToken cancellationToken) => Task.FromResult(Says);
    }
}
