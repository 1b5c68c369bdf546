namespace PayGate.Cards;

/// <summary>The rules of an expiry date. A card is good until the end of its month, in UTC.</summary>
public static class CardExpiry
{
    /// <summary>No scheme issues a card for longer; a date further ahead is a typing error.</summary>
    public const int YearsAheadMax = 50;

    /// <summary>
    /// The year in four digits; two digits mean 20yy. Refusals: <c>invalid_expiry_month</c> for a month that does not exist or has passed in the current year,
    /// <c>invalid_expiry_year</c> for a past, impossible or far year.
    /// </summary>
    public static Outcome<int> Validate(int month, int year, DateTimeOffset now, string prefix)
    {
        if (month is < 1 or > 12)
        {
            return new Refusal("invalid_expiry_month", "The expiry month must be 1 to 12.", $"{prefix}[exp_month]");
        }

        var today = now.UtcDateTime;
        var fullYear = year is >= 0 and <= 99 ? 2000 + year : year;
        if (fullYear < today.Year || fullYear > today.Year + YearsAheadMax)
        {
            return new Refusal("invalid_expiry_year", "The expiry year has passed or is too far ahead.", $"{prefix}[exp_year]");
        }

        return fullYear == today.Year && month < today.Month
            ? new Refusal("invalid_expiry_month", "The card has expired: its expiry month has passed.", $"{prefix}[exp_month]")
            : fullYear;
    }
}
