using System.Globalization;
using System.Text;

namespace PayGate.Cards;

/// <summary>The rules of a holder's name: any script, one line, not a card number typed into the wrong field.</summary>
public static class HolderName
{
    public const int LengthMax = 150;

    /// <summary>Null when the name may be kept as it is.</summary>
    public static Refusal? Check(Secret<string> name, string param)
    {
        var text = name.Reveal();
        if (text.Length > LengthMax)
        {
            return new Refusal("parameter_too_long", $"A holder's name has at most {LengthMax} characters.", param);
        }

        if (string.IsNullOrWhiteSpace(text) || !IsOneLineOfText(text))
        {
            return new Refusal("parameter_invalid_string", "A holder's name is one line of text without control characters.", param);
        }

        return LooksLikeNumber(text)
            ? new Refusal("sensitive_data_in_field", "This looks like a card number; send it as the card's number only.", param)
            : null;
    }

    private static bool IsOneLineOfText(string text)
    {
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(rest, out var rune, out var consumed) != System.Buffers.OperationStatus.Done
                || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            {
                return false;
            }

            rest = rest[consumed..];
        }

        return true;
    }

    /// <summary>Digits of any script, separated by spaces or dashes, as many as a card number has.</summary>
    private static bool LooksLikeNumber(string text)
    {
        var digits = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsDigit(rune))
            {
                digits++;
            }
            else if (rune.Value is not (' ' or '-'))
            {
                return false;
            }
        }

        return digits is >= CardNumber.LengthMin and <= CardNumber.LengthMax;
    }
}
