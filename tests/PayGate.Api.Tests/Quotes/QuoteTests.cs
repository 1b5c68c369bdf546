using System.Collections.Immutable;
using PayGate.Api.Tests.Payments;
using PayGate.Grains.ExchangeRates;
using PayGate.Testing;

namespace PayGate.Api.Tests.Quotes;

/// <summary>Quotes through the routes, on a gateway whose rates and clock the test moves.</summary>
public sealed class QuoteTests : IAsyncLifetime
{
    private readonly SteppedTime _wall = new(new DateTimeOffset(2030, 1, 7, 9, 30, 0, TimeSpan.Zero));
    private readonly ToldSource _source = new();
    private GatewayFixture _gateway = null!;
    private Caller _merchant = null!;

    public async Task InitializeAsync()
    {
        _source.Says = Document(10m);
        _gateway = await GatewayFixture.Start(rates: (_source, new RatePolicy { Wall = _wall }));
        _merchant = new Caller(_gateway.Client, _gateway.Demo.SecretKey);
    }

    public async Task DisposeAsync() => await _gateway.DisposeAsync();

    [Fact]
    public async Task Create_ShowsWhatThePaymentComesTo()
    {
        var quote = await Quote();

        Assert.Equal(
            """200 {"object":"quote","amount":10000,"currency":"usd","settlement_currency":"mad","exchange_rate":10,"gross":100000,"fee":3200,"net":96800,"payment_intent":null}""",
            quote.Show("object", "amount", "currency", "settlement_currency", "exchange_rate", "gross", "fee", "net", "payment_intent"));
        Assert.Equal(900, quote["expires_at"]!.GetValue<long>() - quote["created"]!.GetValue<long>());
        Assert.Equal(quote.Body.ToJsonString(), (await _merchant.Get($"/v1/quotes/{quote.Id}")).Body.ToJsonString());
    }

    [Fact]
    public async Task APayment_ThatCitesAQuote_IsAuthorizedAtItsRateAndFee_OnceOnly()
    {
        var quote = await Quote();
        await Rate(12.5m);

        var paid = await Pay(quote.Id);
        var again = await Pay(quote.Id);
        var plain = await _merchant.Pay(("amount", "10000"), ("expand[]", "latest_charge.balance_transaction"));

        Assert.Equal("""{"amount":100000,"fee":3200,"exchange_rate":10}""", Shown(paid));
        Assert.Equal("""{"amount":125000,"fee":4000,"exchange_rate":12.5}""", Shown(plain));
        Assert.Equal("""400 {"error.code":"quote_already_used","error.param":"quote"}""", again.Show("error.code", "error.param"));
        Assert.Equal(paid.Id, (await _merchant.Get($"/v1/quotes/{quote.Id}"))["payment_intent"]!.GetValue<string>());
    }

    [Fact]
    public async Task FiftyIntentsAtOnce_OfOneQuote_AreOne()
    {
        var quote = await Quote();

        var made = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => _merchant.Create(("amount", "10000"), ("quote", quote.Id))));

        Assert.Equal((1, 49), (made.Count(reply => reply.Status == 200), made.Count(reply => reply.Status == 400 && reply["error.code"]!.GetValue<string>() == "quote_already_used")));
    }

    [Fact]
    public async Task ADeclinedPayment_KeepsItsQuote_UntilTheQuotesEnd()
    {
        var quote = await Quote();
        await Rate(12.5m);
        var declined = await _merchant.Pay(("amount", "10000"), ("quote", quote.Id), ("payment_method", "pm_card_chargeDeclined"));
        var id = declined["error.payment_intent.id"]!.GetValue<string>();
        _gateway.Clock.Advance(TimeSpan.FromMinutes(15) - TimeSpan.FromSeconds(1));
        var confirmed = await Confirm(id, "pm_card_amex");
        Assert.Equal("""{"amount":100000,"fee":3200,"exchange_rate":10}""", Shown(confirmed));

        var late = await Quote();
        var waiting = await _merchant.Create(("amount", "10000"), ("quote", late.Id));
        _gateway.Clock.Advance(TimeSpan.FromMinutes(15));
        Assert.Equal("""400 {"error.code":"quote_expired","error.param":"quote"}""", (await Confirm(waiting.Id, "pm_card_visa")).Show("error.code", "error.param"));
        Assert.Equal("requires_payment_method", (await _merchant.Get($"/v1/payment_intents/{waiting.Id}"))["status"]!.GetValue<string>());
        Assert.Equal("quote_expired", (await Pay((await Ended()).Id))["error.code"]!.GetValue<string>());
    }

    [Fact]
    public async Task WhatDoesNotFitTheQuote_IsRefused()
    {
        var quote = await Quote();
        var other = await _gateway.OpenMerchant("Rif Books", Currency.Mad);
        var stranger = new Caller(_gateway.Client, other.SecretKey);

        Assert.Equal("400 quote_mismatch", Code(await _merchant.Create(("amount", "10001"), ("quote", quote.Id))));
        Assert.Equal("400 quote_mismatch", Code(await _merchant.Create(("amount", "10000"), ("currency", "eur"), ("quote", quote.Id))));
        Assert.Equal("404 resource_missing", Code(await stranger.Create(("amount", "10000"), ("quote", quote.Id))));
        Assert.Equal("404 resource_missing", Code(await _merchant.Create(("amount", "10000"), ("quote", "qt_unknown"))));
        Assert.Equal("404 resource_missing", Code(await stranger.Get($"/v1/quotes/{quote.Id}")));
        Assert.Equal("404 resource_missing", Code(await _merchant.Get("/v1/quotes/qt_unknown")));
        Assert.Equal("400 amount_too_small", Code(await _merchant.Post("/v1/quotes", ("amount", "49"), ("currency", "usd"))));
        Assert.Equal("400 currency_not_supported", Code(await _merchant.Post("/v1/quotes", ("amount", "1000"), ("currency", "gbp"))));

        var made = await _merchant.Create(("amount", "10000"), ("quote", quote.Id), ("capture_method", "manual"));
        Assert.Equal("400 quote_mismatch", Code(await _merchant.Post($"/v1/payment_intents/{made.Id}", ("amount", "9999"))));
        Assert.Equal(200, (await Confirm(made.Id, "pm_card_visa")).Status);
        Assert.Equal("400 quote_mismatch", Code(await _merchant.Post($"/v1/payment_intents/{made.Id}/increment_authorization", ("amount", "11000"))));
    }

    [Fact]
    public async Task ARepeatWithOneKey_IsTheSameQuote_AndTheSamePayment()
    {
        var first = await _merchant.PostOnce("quote-1", "/v1/quotes", ("amount", "10000"), ("currency", "usd"));
        var again = await _merchant.PostOnce("quote-1", "/v1/quotes", ("amount", "10000"), ("currency", "usd"));
        Assert.Equal((first.Body.ToJsonString(), true), (again.Body.ToJsonString(), again.Replayed));

        (string, string)[] form = [("amount", "10000"), ("currency", "usd"), ("quote", first.Id)];
        var paid = await _merchant.PostOnce("quote-2", "/v1/payment_intents", form);
        var repeated = await _merchant.PostOnce("quote-2", "/v1/payment_intents", form);
        Assert.Equal((paid.Id, true), (repeated.Id, repeated.Replayed));
    }

    private Task<Reply> Quote() => _merchant.Post("/v1/quotes", ("amount", "10000"), ("currency", "usd"));

    private async Task<Reply> Ended()
    {
        var quote = await Quote();
        _gateway.Clock.Advance(TimeSpan.FromMinutes(15));
        return quote;
    }

    private Task<Reply> Pay(string quote) => _merchant.Pay(("amount", "10000"), ("quote", quote), ("expand[]", "latest_charge.balance_transaction"));

    private Task<Reply> Confirm(string id, string method) =>
        _merchant.Post($"/v1/payment_intents/{id}/confirm", ("payment_method", method), ("expand[]", "latest_charge.balance_transaction"));

    private async Task Rate(decimal usd)
    {
        _wall.Advance(TimeSpan.FromMinutes(1));
        _source.Says = Document(usd);
        await _gateway.RefreshRates();
    }

    private RateDocument Document(decimal usd) => new()
    {
        AsOf = _wall.GetUtcNow(),
        Rates = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, [KeyValuePair.Create("usd", usd), KeyValuePair.Create("eur", 11m)]),
    };

    private static string Shown(Reply paid) => paid["latest_charge.balance_transaction"]!.Show("amount", "fee", "exchange_rate");

    private static string Code(Reply reply) => $"{reply.Status} {reply["error.code"]}";

    /// <summary>Says what it is told to.</summary>
    private sealed class ToldSource : IRateSource
    {
        public RateDocument Says { get; set; } = new();

        public string Name => "file";

        public Task<RateDocument> Read(CancellationToken cancellationToken) => Task.FromResult(Says);
    }
}
