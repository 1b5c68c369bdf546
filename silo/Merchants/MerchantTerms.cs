using System.Collections.Frozen;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
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
        return !usdRate.IsSuccess ? usdRate.Refusal : new SettlementTerms
        {
            SettlementCurrency = settlement,
            Rate = rate.Value,
            UsdRate = usdRate.Value,
            FeeBasisPoints = charges.FeeBasisPoints,
            FeeFixedUsdCents = charges.FeeFixedUsdCents,
            TimeZone = charges.TimeZone.Id == Merchant.Utc ? null : charges.TimeZone.Id,
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
            "select id, settlement_currency, fee_basis_points, fee_fixed_usd_cents, time_zone, status = 'active', payout_schedule from paygate.merchants");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var merchants = new Dictionary<string, Charges>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken))
        {
            merchants[reader.GetString(0)] = new Charges(
                Currency.Parse(reader.GetString(1)), reader.GetInt32(2), reader.GetInt64(3), TimeZoneInfo.FindSystemTimeZoneById(reader.GetString(4)),
                reader.GetBoolean(5), PayoutSchedule.Parse(reader.GetString(6)));
        }

        return merchants.ToFrozenDictionary(StringComparer.Ordinal);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Merchants' terms could not be read; the last ones stay in force for a few seconds.")]
    private partial void LogFailed(Exception exception);

    private sealed record Charges(Currency SettlementCurrency, int FeeBasisPoints, long FeeFixedUsdCents, TimeZoneInfo TimeZone, bool IsActive,
        PayoutSchedule PayoutSchedule);
}
