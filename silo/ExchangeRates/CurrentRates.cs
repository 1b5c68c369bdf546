using System.Text;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PayGate.ExchangeRates;
using PayGate.Grains.ExchangeRates;
using PayGate.Silo.Hosting;
using PayGate.Silo.Storage;
using PayGate.Snapshots;

namespace PayGate.Silo.ExchangeRates;

/// <summary>The silo's snapshot of the exchange rates in force, at most some seconds old: no actor is asked per payment.</summary>
public sealed partial class CurrentRates : BackgroundService
{
    private readonly SiloDatabase _database;
    private readonly RatePolicy _policy;
    private readonly ILogger<CurrentRates> _logger;
    private readonly PolledSnapshot<Reading> _last;
    private volatile Reading _read = new(0, new RateSheet());

    public CurrentRates(SiloDatabase database, RatePolicy policy, ILogger<CurrentRates> logger)
    {
        _database = database;
        _policy = policy;
        _logger = logger;
        _last = new PolledSnapshot<Reading>(Read, TimeProvider.System);
    }

    public RateSheet Sheet => _last.Current.Sheet;

    /// <summary>
    /// What one major unit of a currency is worth in another one, at rates that may be used now. Refuses currency_not_supported where a currency never had a rate, and
    /// rate_unavailable where the last good one is too old.
    /// </summary>
    public Outcome<decimal> Between(Currency from, Currency to)
    {
        var sheet = Sheet;
        if (from == to)
        {
            return 1m;
        }

        if (sheet.Between(from, to) is not { } rate)
        {
            return NoRate(sheet, from, to);
        }

        var tooOld = TooOld(sheet, from) ?? TooOld(sheet, to);
        return tooOld is not null ? tooOld : rate;
    }

    /// <summary>The last good rate, however old; null where a currency never had one.</summary>
    public decimal? LastBetween(Currency from, Currency to) => Sheet.Between(from, to);

    /// <summary>Reads the rates before the silo takes calls.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await StartPatience.Take(() => _last.Refresh(cancellationToken), cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public Task Refresh(CancellationToken cancellationToken) => _last.Refresh(cancellationToken);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => _last.Run(LogFailed, stoppingToken);

    /// <summary>Before the first good rate of all, more may come at any moment.</summary>
    private static Refusal NoRate(RateSheet sheet, Currency from, Currency to)
    {
        var missing = from == RateSheet.Base || sheet.Find(from) is not null ? to : from;
        return sheet.Rates.IsEmpty
            ? new Refusal("rate_unavailable", $"No exchange rate of {missing} is known yet. Try again later; the operator sees what the source says with `paygate rates status`.")
            : new Refusal("currency_not_supported", $"Payments in {missing} are not enabled, because no exchange rate of it is configured.", "currency");
    }

    private Refusal? TooOld(RateSheet sheet, Currency currency) =>
        sheet.Find(currency) is { } rate && rate.UsableUntil(_policy.AgeMax) < _policy.Wall.GetUtcNow()
            ? new Refusal(
                "rate_unavailable",
                $"The last good exchange rate of {currency} is of {rate.AsOf:yyyy-MM-dd'T'HH:mm'Z'} and too old to convert at. Pay in the settlement currency, or try again later; "
                    + "the operator brings the rates up to date, or sets one with `paygate rates set`.")
            : null;

    private async Task<Reading> Read(CancellationToken cancellationToken)
    {
        await using var command = _database.Reader.CreateCommand("select version, case when version > $1 then state::text end from paygate.exchange_rates");
        command.Parameters.Add(new Npgsql.NpgsqlParameter<long> { TypedValue = _read.Version });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        // Read again only when it has changed.
        return await reader.ReadAsync(cancellationToken) && !await reader.IsDBNullAsync(1, cancellationToken)
            ? _read = new Reading(reader.GetInt64(0), RateStorage.Read(Encoding.UTF8.GetBytes(reader.GetString(1))))
            : _read;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Exchange rates could not be read; the last ones stay in force for a few seconds.")]
    private partial void LogFailed(Exception exception);

    private sealed record Reading(long Version, RateSheet Sheet);
}
