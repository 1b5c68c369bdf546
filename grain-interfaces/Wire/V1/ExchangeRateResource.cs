using PayGate.ExchangeRates;

namespace PayGate.Wire.V1;

/// <summary>What one major unit of a currency is worth in the other ones, at the last good rates.</summary>
public sealed record ExchangeRateResource
{
    /// <summary>The currency: there is one for each.</summary>
    public required string Id { get; init; }

    [Words("exchange_rate")]
    public string Object { get; init; } = "exchange_rate";

    /// <summary>The instant that the rate is of; of two rates that are needed for a cross rate the older one may be older. Null for the currency that all rates are against.</summary>
    public long? AsOf { get; init; }

    /// <summary>Major units of each other currency for one of this, cut to 8 decimals.</summary>
    public required IReadOnlyDictionary<string, decimal> Rates { get; init; }

    /// <summary>Where the rate is from; null for the currency that all rates are against.</summary>
    [Words("built-in", "file", "http", HeldRate.Operator)]
    public string? Source { get; init; }
}

/// <summary>Exchange rates as their public objects. Pure: the same sheet gives the same bytes.</summary>
public static class ExchangeRateRendering
{
    /// <summary>One for each currency that has a rate, in the order of their codes.</summary>
    public static IReadOnlyList<ExchangeRateResource> ToResources(this RateSheet sheet)
    {
        Currency[] all = [.. sheet.Rates.Keys.Append(RateSheet.Base.Code).Order(StringComparer.Ordinal).Select(Currency.Parse)];
        return [.. all.Select(currency => new ExchangeRateResource
        {
            Id = currency.Code,
            AsOf = sheet.Find(currency)?.AsOf.ToUnixTimeSeconds(),
            Rates = new SortedDictionary<string, decimal>(
                all.Where(other => other != currency).ToDictionary(other => other.Code, other => sheet.Between(currency, other)!.Value), StringComparer.Ordinal),
            Source = sheet.Find(currency)?.Source,
        })];
    }
}
