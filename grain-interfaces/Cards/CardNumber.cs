namespace PayGate.Cards;

/// <summary>The rules of a primary account number: ISO/IEC 7812-1 (length, check digit) and the schemes' ranges.</summary>
public static class CardNumber
{
    public const int LengthMin = 12;
    public const int LengthMax = 19;

    /// <summary>
    /// The number without spaces and dashes. Refusals, in this order: <c>invalid_number</c> for anything but ASCII digits, and for a length that no card or
    /// not this brand has; <c>incorrect_number</c> for a wrong check digit; <c>invalid_number</c> for a number of no known brand.
    /// </summary>
    public static Outcome<Secret<string>> Validate(Secret<string> typed, string param)
    {
        Span<char> buffer = stackalloc char[LengthMax];
        if (!TryReadDigits(typed.Reveal(), buffer, out var length))
        {
            return new Refusal("invalid_number", "The card number must consist of digits; spaces and dashes may separate them.", param);
        }

        var digits = buffer[..length];
        var brand = CardBrand.Of(digits);
        if (length < LengthMin || (brand is not null && !brand.HasLength(length)))
        {
            return new Refusal("invalid_number", "The card number does not have the length that its brand requires.", param);
        }

        if (!HasCheckDigit(digits))
        {
            return new Refusal("incorrect_number", "The card number is mistyped: its check digit does not match.", param);
        }

        return brand is null
            ? new Refusal("invalid_number", "The card number belongs to no card brand that is accepted.", param)
            : Secret.Of(digits.ToString());
    }

    /// <summary>The check of ISO/IEC 7812-1, annex B (Luhn): from the right every second digit doubled, digit sums added, a multiple of ten.</summary>
    internal static bool HasCheckDigit(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var index = 0; index < digits.Length; index++)
        {
            var digit = digits[^(index + 1)] - '0';
            var doubled = index % 2 == 0 ? digit : digit * 2;
            sum += doubled > 9 ? doubled - 9 : doubled;
        }

        return sum % 10 == 0;
    }

    private static bool TryReadDigits(string typed, Span<char> digits, out int length)
    {
        length = 0;
        foreach (var character in typed)
        {
            if (character is ' ' or '-')
            {
                continue;
            }

            if (!char.IsAsciiDigit(character) || length == digits.Length)
            {
                return false;
            }

            digits[length++] = character;
        }

        return length > 0;
    }
}
