using System.Globalization;
using PayGate.Cards;

namespace PayGate.Api.Http;

/// <summary>
/// Finds card numbers in text that must not hold any. A hit has 13 to 19 digits, at most three spaces or dashes between two of them, a
/// length and prefix that a brand has, and a valid check digit (<see cref="CardNumber"/>). Digits of any script count. Not taken for a
/// card: digits that touch a letter (hashes and ids in hexadecimal or base 62), UUIDs (of which one in some 30,000 would pass for a card), digits
/// behind a decimal point, and 13 digits in one piece (EAN-13, shop order numbers, milliseconds; cards of that length have not been issued for decades).
/// </summary>
public static class CardNumberScan
{
    private const int DigitsMin = 13;
    private const int DigitsMax = 19;
    private const int SeparatorsMax = 3;
    private const int UuidLength = 36;

    /// <summary>Shorter Maestro numbers exist on paper; order and phone numbers that look like them exist in every shop.</summary>
    private const int MaestroDigitsMin = 16;

    public static bool Contains(ReadOnlySpan<char> text)
    {
        if (text.Length < DigitsMin)
        {
            return false;
        }

        for (var start = 0; start < text.Length; start++)
        {
            if (UuidLengthAt(text[start..]) is > 0 and var length)
            {
                start += length - 1;
            }
            else if (Digit(text[start]) >= 0 && StartsGroup(text, start) && MatchesAt(text[start..]))
            {
                return true;
            }
        }

        return false;
    }

    private static int UuidLengthAt(ReadOnlySpan<char> text) =>
        text is [_, _, _, _, _, _, _, _, '-', ..] && text.Length >= UuidLength && Guid.TryParseExact(text[..UuidLength], "D", out _) ? UuidLength : 0;

    private static bool StartsGroup(ReadOnlySpan<char> text, int start)
    {
        if (start == 0)
        {
            return true;
        }

        var before = text[start - 1];
        var isFraction = before is '.' or ',' && start > 1 && Digit(text[start - 2]) >= 0;
        return !isFraction && !char.IsLetter(before) && Digit(before) < 0;
    }

    /// <summary>
    /// Collects digits group by group and asks at the end of each group, so that a number followed by an expiry date is found too.
    /// </summary>
    private static bool MatchesAt(ReadOnlySpan<char> text)
    {
        Span<char> digits = stackalloc char[DigitsMax];
        var count = 0;
        var groups = 1;
        var separators = 0;
        for (var index = 0; index < text.Length; index++)
        {
            var digit = Digit(text[index]);
            if (digit < 0)
            {
                if (!IsSeparator(text[index]) || ++separators > SeparatorsMax)
                {
                    return false;
                }

                continue;
            }

            if (count == DigitsMax)
            {
                return false;
            }

            groups += separators > 0 ? 1 : 0;
            separators = 0;
            digits[count++] = (char)('0' + digit);
            if (EndsGroup(text, index) && IsCard(digits[..count], groups))
            {
                return true;
            }
        }

        return false;
    }

    private static bool EndsGroup(ReadOnlySpan<char> text, int index) =>
        index + 1 == text.Length || (!char.IsLetter(text[index + 1]) && Digit(text[index + 1]) < 0);

    private static bool IsCard(ReadOnlySpan<char> digits, int groups) =>
        digits.Length >= DigitsMin
        && (digits.Length > DigitsMin || groups > 1)
        && CardBrand.Of(digits) is { } brand
        && brand.HasLength(digits.Length)
        && (brand.Name != CardBrand.Maestro || digits.Length >= MaestroDigitsMin)
        && CardNumber.Validate(Secret.Of(digits.ToString()), "").IsSuccess;

    private static int Digit(char character) =>
        character < 128 ? (char.IsAsciiDigit(character) ? character - '0' : -1) : CharUnicodeInfo.GetDecimalDigitValue(character);

    private static bool IsSeparator(char character) => character is ' ' or '-' or '\u00A0' or (>= '\u2010' and <= '\u2014');
}
