namespace PayGate.Bins;

/// <summary>
/// A BIN: the leading digits of a card number that name its issuer. They are six, or eight since ISO/IEC 7812-1:2017; lists of schemes hold seven, too.
/// </summary>
public static class Bin
{
    public const int DigitsMin = 6;
    public const int DigitsMax = 8;

    public static bool IsWellFormed(ReadOnlySpan<char> text) =>
        text.Length is >= DigitsMin and <= DigitsMax && !text.ContainsAnyExceptInRange('0', '9');

    /// <summary>Digits of any script with spaces or dashes between them, and more than a BIN has: perhaps a whole card number.</summary>
    public static bool IsMoreThanOne(ReadOnlySpan<char> text)
    {
        var digits = 0;
        foreach (var character in text)
        {
            if (char.IsDigit(character))
            {
                digits++;
            }
            else if (character is not (' ' or '-'))
            {
                return false;
            }
        }

        return digits > DigitsMax;
    }
}
