namespace PayGate;

/// <summary>One day as a merchant counts it.</summary>
/// <param name="Date">The day.</param>
/// <param name="Start">Its first second.</param>
/// <param name="End">The first second of the next.</param>
public sealed record LocalDay(DateOnly Date, DateTimeOffset Start, DateTimeOffset End)
{
    /// <summary>No zone is further from UTC, so a day begins within this time of its midnight there.</summary>
    private static readonly TimeSpan OffsetMax = TimeSpan.FromHours(26);

    /// <summary>All days from the first to the last.</summary>
    public static IReadOnlyList<LocalDay> Between(DateOnly from, DateOnly to, TimeZoneInfo zone)
    {
        var starts = Enumerable.Range(0, to.DayNumber - from.DayNumber + 2).Select(day => StartOf(from.AddDays(day), zone)).ToList();
        return [.. starts.SkipLast(1).Select((start, day) => new LocalDay(from.AddDays(day), start, starts[day + 1]))];
    }

    public static DateOnly Of(DateTimeOffset instant, TimeZoneInfo zone) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, zone).DateTime);

    /// <summary>The day and the month that an instant falls into.</summary>
    public static LocalPeriods PeriodsAt(DateTimeOffset instant, TimeZoneInfo zone)
    {
        var date = Of(instant, zone);
        var first = date.AddDays(1 - date.Day);
        return new LocalPeriods(StartOf(date, zone), StartOf(date.AddDays(1), zone), StartOf(first, zone), StartOf(first.AddMonths(1), zone));
    }

    /// <summary>
    /// The first second with this date or a later one, found by halving: where clocks are put forward at midnight the day has none, and where they are put back to
    /// midnight it has two.
    /// </summary>
    public static DateTimeOffset StartOf(DateOnly date, TimeZoneInfo zone)
    {
        var midnight = new DateTimeOffset(date.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        var (before, after) = ((midnight - OffsetMax).ToUnixTimeSeconds(), (midnight + OffsetMax).ToUnixTimeSeconds());
        while (after - before > 1)
        {
            var middle = (before + after) / 2;
            (before, after) = Of(DateTimeOffset.FromUnixTimeSeconds(middle), zone) < date ? (middle, after) : (before, middle);
        }

        return DateTimeOffset.FromUnixTimeSeconds(after);
    }
}

/// <summary>A day and its month, each from its first second to the first of the next.</summary>
public readonly record struct LocalPeriods(DateTimeOffset DayStart, DateTimeOffset DayEnd, DateTimeOffset MonthStart, DateTimeOffset MonthEnd);
