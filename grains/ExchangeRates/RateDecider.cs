using System.Collections.Immutable;
using System.Globalization;
using PayGate.ExchangeRates;
using Decision = PayGate.Outcome<System.Collections.Immutable.ImmutableArray<PayGate.Grains.ExchangeRates.RateEvent>>;

namespace PayGate.Grains.ExchangeRates;

/// <summary>Which rates are accepted, pure: (rates in force, what a source or an operator says, instants) to facts or a refusal.</summary>
public static class RateDecider
{
    /// <summary>Clocks differ; a document from further ahead is not of this time.</summary>
    public static readonly TimeSpan AheadMax = TimeSpan.FromMinutes(5);

    /// <summary>How often the source is asked.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private const int HoursMax = 720;

    /// <summary>Whether the source is to be asked without anybody's wish: it was not within the hour, or it is another one.</summary>
    public static bool IsDue(RateSheet? state, string source, DateTimeOffset wall) =>
        state?.AskedAt is not { } asked || state.Source != source || wall - asked >= Interval || asked > wall + AheadMax;

    /// <param name="state">In force; null before the first.</param>
    /// <param name="source">Its name.</param>
    /// <param name="document">What it said.</param>
    /// <param name="ageMax">How old rates may be.</param>
    /// <param name="wall">The wall clock's now.</param>
    /// <param name="at">PayGate's now.</param>
    public static RatesRefreshed Refresh(RateSheet? state, string source, RateDocument document, TimeSpan ageMax, DateTimeOffset wall, DateTimeOffset at)
    {
        var (sheet, asOf) = (state ?? new RateSheet(), document.AsOf ?? wall);
        var fault = document.Fault
            ?? (asOf > wall + AheadMax ? $"as_of {asOf:O} is in the future" : asOf < wall - ageMax ? $"as_of {asOf:O} is too long ago" : null);
        var refused = ImmutableArray.CreateBuilder<string>();
        var accepted = ImmutableSortedDictionary.CreateBuilder<string, decimal>(StringComparer.Ordinal);
        if (fault is not null)
        {
            refused.Add(fault);
        }
        else
        {
            refused.AddRange(document.Malformed);
            refused.AddRange(sheet.Rates.Keys.Except(document.Rates.Keys).Select(code => $"{code} is missing"));
            foreach (var (code, rate) in document.Rates.Where(entry => IsNews(sheet.Rates.GetValueOrDefault(entry.Key), entry.Value, asOf, wall)))
            {
                if (Refuse(sheet.Rates.GetValueOrDefault(code), rate, asOf) is { } reason)
                {
                    refused.Add($"{code}: {reason}");
                }
                else
                {
                    accepted.Add(code, rate);
                }
            }
        }

        return new RatesRefreshed
        {
            At = at,
            AskedAt = wall,
            Source = source,
            AsOf = accepted.Count > 0 ? asOf : null,
            Accepted = accepted.ToImmutable(),
            Refused = refused.ToImmutable(),
        };
    }

    /// <summary>Nothing for an order that was carried out before.</summary>
    public static Decision Set(RateSheet? state, SetRate order, DateTimeOffset wall, DateTimeOffset at)
    {
        if (state?.LastOrder >= order.Order)
        {
            return ImmutableArray<RateEvent>.Empty;
        }

        if (order.Currency == RateSheet.Base || order.Hours is < 1 or > HoursMax || order.InBase is < RateSheet.Minimum or > RateSheet.Maximum
            || decimal.Round(order.InBase, RateSheet.Decimals, MidpointRounding.ToZero) != order.InBase)
        {
            return new Refusal("parameter_invalid_string", $"{RateDocument.RateBounds}, of a currency other than {RateSheet.Base}, for 1 to {HoursMax} hours.", "rate");
        }

        var before = state?.Find(order.Currency)?.InBase;
        if (before is { } last && IsBeyondBand(last, order.InBase) && !order.BeyondBand)
        {
            return new Refusal(
                "parameter_invalid_string", $"{Text(order.InBase)} is more than {RateSheet.BandFactor} times off the last good rate of {order.Currency}, {Text(last)}.", "rate");
        }

        return ImmutableArray.Create<RateEvent>(new RateSet
        {
            At = at,
            Order = order.Order,
            Currency = order.Currency,
            Before = before,
            After = order.InBase,
            SetAt = wall,
            HeldUntil = wall + TimeSpan.FromHours(order.Hours),
            BeyondBand = order.BeyondBand,
            By = order.By,
            Reason = order.Reason,
        });
    }

    public static RateSheet Apply(RateSheet? state, RateEvent fact)
    {
        var sheet = state ?? new RateSheet();
        return fact switch
        {
            RatesRefreshed refreshed => sheet with
            {
                AskedAt = refreshed.AskedAt,
                Source = refreshed.Source,
                Refused = refreshed.Refused,
                Rates = sheet.Rates.SetItems(refreshed.Accepted.Select(rate => KeyValuePair.Create(rate.Key, new HeldRate
                {
                    InBase = rate.Value,
                    AsOf = refreshed.AsOf!.Value,
                    AcceptedAt = refreshed.AskedAt,
                    Source = refreshed.Source,
                }))),
            },
            RateSet set => sheet with
            {
                LastOrder = set.Order,
                Rates = sheet.Rates.SetItem(set.Currency.Code, new HeldRate
                {
                    InBase = set.After,
                    AsOf = set.SetAt,
                    AcceptedAt = set.SetAt,
                    Source = HeldRate.Operator,
                    HeldUntil = set.HeldUntil,
                }),
            },
            _ => throw new InvalidOperationException($"{fact.GetType().Name} is not a fact of the exchange rates."),
        };
    }

    /// <summary>What an operator holds is not asked about, and what was accepted before is not accepted again.</summary>
    private static bool IsNews(HeldRate? last, decimal rate, DateTimeOffset asOf, DateTimeOffset wall) =>
        !(last?.HeldUntil > wall) && (last?.InBase, last?.AsOf) != (rate, asOf);

    private static string? Refuse(HeldRate? last, decimal rate, DateTimeOffset asOf) => last switch
    {
        null => null,
        _ when IsBeyondBand(last.InBase, rate) => $"{Text(rate)} is more than {RateSheet.BandFactor} times off the last good rate {Text(last.InBase)}",
        _ when asOf < last.AsOf => $"as_of {asOf:O} is before that of the last good rate",
        _ => null,
    };

    private static bool IsBeyondBand(decimal last, decimal rate) => rate > last * RateSheet.BandFactor || rate * RateSheet.BandFactor < last;

    private static string Text(decimal rate) => rate.ToString(CultureInfo.InvariantCulture);
}
