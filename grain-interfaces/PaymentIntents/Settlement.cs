namespace PayGate.PaymentIntents;

/// <summary>How long a hold may stand, and when money that was captured becomes available.</summary>
public static class Settlement
{
    /// <summary>Card schemes let an uncaptured authorization stand this long.</summary>
    public static readonly TimeSpan AuthorizationLifetime = TimeSpan.FromDays(7);

    /// <summary>T+2 business days, Monday to Friday, after the day of the movement.</summary>
    public static DateTimeOffset AvailableOn(DateTimeOffset movedAt)
    {
        var day = new DateTimeOffset(movedAt.UtcDateTime.Date, TimeSpan.Zero);
        for (var businessDays = 0; businessDays < 2;)
        {
            day = day.AddDays(1);
            businessDays += day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 0 : 1;
        }

        return day;
    }
}
