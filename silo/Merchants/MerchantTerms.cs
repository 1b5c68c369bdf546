using System.Collections.Frozen;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PayGate.Cards;
using PayGate.Grains.Merchants;
using PayGate.Merchants;
using PayGate.PaymentIntents;
using PayGate.Silo.ExchangeRates;
using PayGate.Silo.Hosting;
using PayGate.Silo.Storage;
using PayGate.Snapshots;

namespace PayGate.Silo.Merchants;

/// <summary>The silo's snapshot of what merchants are charged, and the rates in force.</summary>
public sealed partial class MerchantTerms : BackgroundService, IMerchantTerms
{
    private readonly SiloDatabase _database;
    private readonly CurrentRates _rates;
    private readonly ILogger<MerchantTerms> _logger;
    private readonly PolledSnapshot<FrozenDictionary<string, Charges>> _merchants;

    public MerchantTerms(SiloDatabase database, CurrentRates rates, ILogger<MerchantTerms> logger)
    {
        _database = database;
        _rates = rates;
        _logger = logger;
        _merchants = new PolledSnapshot<FrozenDictionary<string, Charges>>(Read, TimeProvider.System);
    }

    public Outcome<SettlementTerms> For(string merchantId, Currency paymentCurrency)
    {
        var charges = ChargesOf(merchantId);
        var settlement = charges.SettlementCurrency;
        var rate = _rates.Between(paymentCurrency, settlement);
        if (!rate.IsSuccess)
        {
            return rate.Refusal;
        }

        var usdRate = UsdRate(paymentCurrency, settlement);
        return !usdRate.IsSuccess ? usdRate.Refusal : WithFee(
            new SettlementTerms
            {
                SettlementCurrency = settlement,
                Rate = rate.Value,
                UsdRate = usdRate.Value,
                FeeBasisPoints = 0,
                FeeFixedUsdCents = 0,
                TimeZone = charges.TimeZone.Id == Merchant.Utc ? null : charges.TimeZone.Id,
            },
            charges.FeePlan,
            null);
    }

    public SettlementTerms ForCard(string merchantId, SettlementTerms terms, Currency paymentCurrency, CardDisplay card)
    {
        var plan = ChargesOf(merchantId).FeePlan;
        var rule = plan.Find(paymentCurrency, card.Brand, card.Funding);
        return rule is null && plan.Version == terms.FeePlanVersion ? terms : WithFee(terms, plan, rule);
    }

    /// <summary>A fixed part in another currency than USD is converted at the last good rate, as USD is where the payment itself is not converted.</summary>
    private SettlementTerms WithFee(SettlementTerms terms, FeePlan plan, CardFee? rule)
    {
        var part = rule?.Fixed ?? plan.Fixed;
        var inUsd = part.Currency == Currency.Usd;
        return terms with
        {
            FeeBasisPoints = rule?.BasisPoints ?? plan.BasisPoints,
            FeeFixedUsdCents = inUsd ? part.MinorUnits : 0,
            FeeFixed = inUsd ? null : part,
            FeeFixedRate = inUsd ? null : _rates.LastBetween(part.Currency, terms.SettlementCurrency)
                ?? throw new InvalidOperationException($"A fee plan has a part in {part.Currency}, of which no rate was ever known."),
            ReturnsFee = plan.ReturnsFee,
            FeePlanVersion = plan.Version,
        };
    }

    /// <summary>A payment that is not converted itself goes on while rates are too old: the few cents of its fee are converted at the last good one.</summary>
    private Outcome<decimal> UsdRate(Currency payment, Currency settlement) =>
        payment == settlement && _rates.LastBetween(Currency.Usd, settlement) is { } last ? last : _rates.Between(Currency.Usd, settlement);

    public TimeZoneInfo ZoneOf(string merchantId) => ChargesOf(merchantId).TimeZone;

    public DateOnly PayoutDay(string merchantId, DateOnly closedDay) => Settlement.PayoutDay(closedDay);

    public bool IsActive(string merchantId) => ChargesOf(merchantId).IsActive;

    public PayoutSchedule PayoutScheduleOf(string merchantId) => ChargesOf(merchantId).PayoutSchedule;

    /// <summary>Reads the merchants before the silo takes calls.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await StartPatience.Take(() => _merchants.Refresh(cancellationToken), cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public Task Refresh(CancellationToken cancellationToken) => _merchants.Refresh(cancellationToken);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => _merchants.Run(LogFailed, stoppingToken);

    private Charges ChargesOf(string merchantId) =>
        _merchants.Current.GetValueOrDefault(merchantId) ?? throw new StorageUnavailableException("The merchant's terms are not loaded yet.");

    private async Task<FrozenDictionary<string, Charges>> Read(CancellationToken cancellationToken)
    {
        await using var command = _database.Reader.CreateCommand(
            "select id, settlement_currency, fee_basis_points, fee_fixed_usd_cents, time_zone, status = 'active', payout_schedule, fee_plan::text from paygate.merchants");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var merchants = new Dictionary<string, Charges>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken))
        {
            merchants[reader.GetString(0)] = new Charges(
                Currency.Parse(reader.GetString(1)),
                await reader.IsDBNullAsync(7, cancellationToken) ? FeePlan.Opening(reader.GetInt32(2), reader.GetInt64(3)) : FeePlanStorage.Read(reader.GetString(7)),
                TimeZoneInfo.FindSystemTimeZoneById(reader.GetString(4)),
                reader.GetBoolean(5),
                PayoutSchedule.Parse(reader.GetString(6)));
        }

        return merchants.ToFrozenDictionary(StringComparer.Ordinal);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Merchants' terms could not be read; the last ones stay in force for a few seconds.")]
    private partial void LogFailed(Exception exception);

    private sealed record Charges(Currency SettlementCurrency, FeePlan FeePlan, TimeZoneInfo TimeZone, bool IsActive, PayoutSchedule PayoutSchedule);
}
