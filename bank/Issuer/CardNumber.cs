namespace PayGate.Bank.Issuer;

internal static class CardNumber
{
    /// <summary>12 to 19 ASCII digits with the check digit of ISO/IEC 7812-1 (Luhn).</summary>
    public static bool IsValid(string number)
    {
        if (number.Length is < 12 or > 19)
        {
            return false;
        }

        var sum = 0;
        for (var place = 0; place < number.Length; place++)
        {
            var symbol = number[number.Length - 1 - place];
            if (!char.IsAsciiDigit(symbol))
            {
                return false;
            }

            var digit = (symbol - '0') << (place & 1);
            sum += digit > 9 ? digit - 9 : digit;
        }

        return sum % 10 == 0;
    }
}
