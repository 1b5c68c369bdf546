namespace PayGate.Silo.Merchants;

/// <summary>The built-in rate source: what one major unit is worth in MAD. Cross rates go through MAD and are cut to the 8 decimals that are stored.</summary>
public static class BuiltInRates
{
    private const int StoredDecimals = 8;

    private static readonly Dictionary<Currency, decimal> InMad = new() { [Currency.Mad] = 1m, [Currency.Usd] = 10.00m, [Currency.Eur] = 11.00m };

    /// <summary>Units of <paramref name="to"/> for one of <paramref name="from"/>; null when one of them has no rate.</summary>
    public static decimal? Between(Currency from, Currency to) =>
        InMad.TryGetValue(from, out var fromRate) && InMad.TryGetValue(to, out var toRate)
            ? decimal.Round(fromRate / toRate, StoredDecimals, MidpointRounding.ToZero)
            : null;
}
