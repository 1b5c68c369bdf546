namespace PayGate.PaymentIntents;

/// <summary>How long a hold may stand, and when money that was captured becomes available.</summary>
public static class Settlement
{
    /// <summary>Card schemes let an uncaptured authorization stand this long.</summary>
    public static readonly TimeSpan AuthorizationLifetime = TimeSpan.FromDays(7);

    /// <summary>Business days between a closed day and its payout.</summary>
    public const int PayoutDays = 2;

    /// <summary>T+2: the second business day, Monday to Friday, after a day of movements.</summary>
    public static DateOnly PayoutDay(DateOnly closedDay)
    {
        var day = closedDay;
        for (var businessDays = 0; businessDays < PayoutDays;)
        {
            day = day.AddDays(1);
            businessDays += day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 0 : 1;
        }

        return day;
    }

    /// <summary>When a movement becomes available: as its day's batch is paid out, at the beginning of that day where the merchant is.</summary>
    public static DateTimeOffset AvailableOn(DateTimeOffset movedAt, TimeZoneInfo zone) => LocalDay.StartOf(PayoutDay(LocalDay.Of(movedAt, zone)), zone);
}
