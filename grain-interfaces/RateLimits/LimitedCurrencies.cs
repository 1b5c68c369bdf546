using System.Collections.Immutable;

namespace PayGate.RateLimits;

/// <summary>The currencies that can have limits: those that payments can be made in.</summary>
public static class LimitedCurrencies
{
    public static readonly ImmutableArray<Currency> All = [Currency.Eur, Currency.Mad, Currency.Usd];
}
