using System.Globalization;

namespace PayGate;

/// <summary>
/// An amount in the smallest unit of its currency (cents for USD). Arithmetic is checked: an overflow or a second currency is a bug and throws.
/// </summary>
[GenerateSerializer, Alias("paygate.money")]
public readonly record struct Money : IComparable<Money>
{
    public Money(long minorUnits, Currency currency)
    {
        MinorUnits = minorUnits;
        Currency = currency;
    }

    [Id(0)]
    public long MinorUnits { get; init; }

    [Id(1)]
    public Currency Currency { get; init; }

    public bool IsZero => MinorUnits == 0;

    public bool IsPositive => MinorUnits > 0;

    public static Money Zero(Currency currency) => new(0, currency);

    public static Money operator +(Money left, Money right) => new(checked(left.MinorUnits + right.SameCurrencyAs(left)), left.Currency);

    public static Money operator -(Money left, Money right) => new(checked(left.MinorUnits - right.SameCurrencyAs(left)), left.Currency);

    public static Money operator -(Money value) => new(checked(-value.MinorUnits), value.Currency);

    public static bool operator <(Money left, Money right) => left.MinorUnits < right.SameCurrencyAs(left);

    public static bool operator >(Money left, Money right) => left.MinorUnits > right.SameCurrencyAs(left);

    public static bool operator <=(Money left, Money right) => left.MinorUnits <= right.SameCurrencyAs(left);

    public static bool operator >=(Money left, Money right) => left.MinorUnits >= right.SameCurrencyAs(left);

    public int CompareTo(Money other) => MinorUnits.CompareTo(other.SameCurrencyAs(this));

    /// <summary>
    /// This amount in another currency: <paramref name="rate"/> is major units of <paramref name="target"/> for one major unit of this currency.
    /// The product is truncated towards zero to whole minor units, so that no cent is made by rounding.
    /// </summary>
    public Money ConvertTruncated(decimal rate, Currency target)
    {
        if (rate <= 0)
        {
            throw new ArgumentOutOfRangeException(nameof(rate), rate, "A rate is positive.");
        }

        var product = MinorUnits * rate * target.MinorUnitsPerMajor / Currency.MinorUnitsPerMajor;
        return new Money(decimal.ToInt64(decimal.Truncate(product)), target);
    }

    /// <summary>The given share in parts of ten thousand (basis points), truncated towards zero.</summary>
    public Money BasisPointsTruncated(int basisPoints) => new((long)((Int128)MinorUnits * basisPoints / 10_000), Currency);

    /// <summary>In whole units of the currency, with as many decimals as it has: 1234 US cents are 12.34.</summary>
    public string ToDecimalText() =>
        ((decimal)MinorUnits / Currency.MinorUnitsPerMajor).ToString("F" + Currency.Exponent.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    /// <summary>The share of a part in a whole, truncated towards zero.</summary>
    /// <param name="part">Not negative, and at most the whole.</param>
    /// <param name="whole">Positive.</param>
    public Money ShareTruncated(long part, long whole) => part < 0 || part > whole || whole <= 0
        ? throw new ArgumentOutOfRangeException(nameof(part), part, $"It is no part of {whole}.")
        : new((long)((Int128)MinorUnits * part / whole), Currency);

    public override string ToString() => $"{MinorUnits} {Currency}";

    private long SameCurrencyAs(Money other) =>
        Currency == other.Currency
            ? MinorUnits
            : throw new InvalidOperationException($"{Currency} and {other.Currency} cannot be put together without a conversion.");
}
