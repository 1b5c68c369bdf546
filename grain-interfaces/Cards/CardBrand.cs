namespace PayGate.Cards;

/// <summary>
/// A card scheme as far as a number tells it: brand word, lengths and CVC length. The ranges are those that the schemes publish under ISO/IEC 7812
/// (Mastercard's 2-series is 2221 to 2720); a number outside all of them has no brand.
/// </summary>
public sealed record CardBrand
{
    public const string Visa = "visa";
    public const string Mastercard = "mastercard";
    public const string Amex = "amex";
    public const string Discover = "discover";
    public const string Jcb = "jcb";
    public const string Diners = "diners";
    public const string UnionPay = "unionpay";
    public const string Maestro = "maestro";

    private const int PrefixLength = 6;

    private static readonly CardBrand[] Ranges =
    [
        new(Visa, 400000, 499999, 13, 16, 19),
        new(Mastercard, 510000, 559999, 16),
        new(Mastercard, 222100, 272099, 16),
        new(Amex, 340000, 349999, 15),
        new(Amex, 370000, 379999, 15),
        new(Discover, 601100, 601199, 16, 17, 18, 19),
        new(Discover, 644000, 659999, 16, 17, 18, 19),
        new(Jcb, 352800, 358999, 16, 17, 18, 19),
        new(Diners, 300000, 305999, 14, 15, 16, 17, 18, 19),
        new(Diners, 309500, 309599, 14, 15, 16, 17, 18, 19),
        new(Diners, 360000, 369999, 14, 15, 16, 17, 18, 19),
        new(Diners, 380000, 399999, 14, 15, 16, 17, 18, 19),
        new(UnionPay, 620000, 629999, 16, 17, 18, 19),
        new(UnionPay, 810000, 817199, 16, 17, 18, 19),
        new(Maestro, 500000, 509999, 12, 13, 14, 15, 16, 17, 18, 19),
        new(Maestro, 560000, 589999, 12, 13, 14, 15, 16, 17, 18, 19),
        new(Maestro, 630400, 630499, 12, 13, 14, 15, 16, 17, 18, 19),
        new(Maestro, 639000, 639099, 12, 13, 14, 15, 16, 17, 18, 19),
        new(Maestro, 670000, 679999, 12, 13, 14, 15, 16, 17, 18, 19),
    ];

    private readonly int _lowest;
    private readonly int _highest;
    private readonly int[] _lengths;

    private CardBrand(string name, int lowest, int highest, params int[] lengths)
    {
        Name = name;
        _lowest = lowest;
        _highest = highest;
        _lengths = lengths;
    }

    /// <summary>The wire's word, for example <c>visa</c>.</summary>
    public string Name { get; }

    /// <summary>Digits of the security code: 4 for American Express, 3 for all others.</summary>
    public int CvcLength => Name == Amex ? 4 : 3;

    public bool HasLength(int digits) => Array.IndexOf(_lengths, digits) >= 0;

    /// <summary>The brand of a number of at least six ASCII digits, or null.</summary>
    public static CardBrand? Of(ReadOnlySpan<char> digits)
    {
        if (digits.Length < PrefixLength)
        {
            return null;
        }

        var prefix = 0;
        foreach (var digit in digits[..PrefixLength])
        {
            prefix = (prefix * 10) + (digit - '0');
        }

        return Array.Find(Ranges, range => range._lowest <= prefix && prefix <= range._highest);
    }
}
