using System.Globalization;

namespace PayGate.Api.Http;

/// <summary>
/// Finds card numbers in text that must not hold any. A hit has 13 to 19 digits, at most three spaces or dashes between two of them, a length and
/// prefix that a card scheme uses, and a valid check digit (ISO/IEC 7812-1, annex B). Digits of any script count.
/// Not taken for a card: digits that touch a letter (hashes and ids in hexadecimal or base 62), digits behind a decimal point, and 13 digits in one
/// piece (EAN-13, shop order numbers, milliseconds; cards of that length have not been issued for decades).
/// </summary>
public static class CardNumberScan
{
    private const int DigitsMin = 13;
    private const int DigitsMax = 19;
    private const int SeparatorsMax = 3;

    public static bool Contains(ReadOnlySpan<char> text)
    {
        if (text.Length < DigitsMin)
        {
            return false;
        }

        for (var start = 0; start < text.Length; start++)
        {
            if (Digit(text[start]) >= 0 && StartsGroup(text, start) && MatchesAt(text[start..]))
            {
                return true;
            }
        }

        return false;
    }

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

    /// <summary>Collects digits group by group and asks at the end of each group, so that a number followed by an expiry date is found too.</summary>
    private static bool MatchesAt(ReadOnlySpan<char> text)
    {
        Span<int> digits = stackalloc int[DigitsMax];
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
            digits[count++] = digit;
            if (EndsGroup(text, index) && IsCard(digits[..count], groups))
            {
                return true;
            }
        }

        return false;
    }

    private static bool EndsGroup(ReadOnlySpan<char> text, int index) =>
        index + 1 == text.Length || (!char.IsLetter(text[index + 1]) && Digit(text[index + 1]) < 0);

    private static bool IsCard(ReadOnlySpan<int> digits, int groups) =>
        digits.Length >= DigitsMin && (digits.Length > DigitsMin || groups > 1) && HasSchemePrefix(digits) && PassesLuhn(digits);

    private static bool HasSchemePrefix(ReadOnlySpan<int> digits)
    {
        var four = (digits[0] * 1000) + (digits[1] * 100) + (digits[2] * 10) + digits[3];
        return (digits.Length, four) switch
        {
            (13 or 16 or 19, >= 4000 and <= 4999) => true,
            (16, (>= 5100 and <= 5599) or (>= 2221 and <= 2720)) => true,
            (15, (>= 3400 and <= 3499) or (>= 3700 and <= 3799)) => true,
            (>= 14 and <= 19, (>= 3000 and <= 3059) or 3095 or (>= 3600 and <= 3699) or (>= 3800 and <= 3999)) => true,
            (>= 16, 6011 or (>= 6440 and <= 6599) or (>= 3528 and <= 3589) or (>= 6200 and <= 6299) or (>= 8100 and <= 8199)) => true,
            (>= 16, 5018 or 5020 or 5038 or 5893 or 6304 or 6759 or 6761 or 6762 or 6763) => true,
            _ => false,
        };
    }

    private static bool PassesLuhn(ReadOnlySpan<int> digits)
    {
        var sum = 0;
        for (var index = 0; index < digits.Length; index++)
        {
            var digit = digits[^(index + 1)];
            var doubled = digit * 2;
            sum += index % 2 == 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
        }

        return sum % 10 == 0;
    }

    private static int Digit(char character) =>
        character < 128 ? (char.IsAsciiDigit(character) ? character - '0' : -1) : CharUnicodeInfo.GetDecimalDigitValue(character);

    private static bool IsSeparator(char character) => character is ' ' or '-' or '\u00A0' or (>= '\u2010' and <= '\u2014');
}
