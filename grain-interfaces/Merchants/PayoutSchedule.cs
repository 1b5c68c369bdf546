using System.Globalization;

namespace PayGate.Merchants;

/// <summary>How often money goes out by itself.</summary>
public enum PayoutInterval
{
    Daily,
    Weekly,
    Monthly,
    Manual,
}

/// <summary>
/// When a merchant's available balance is paid out by itself. It says when payouts go and nothing else: days are closed and settled all the same. Its text, which is
/// what is stored, is <c>daily</c>, <c>manual</c>, <c>weekly:monday</c> to <c>weekly:friday</c>, or <c>monthly:1</c> to <c>monthly:31</c>.
/// </summary>
[GenerateSerializer, Alias("paygate.merchant.payout-schedule"), Immutable]
public sealed record PayoutSchedule
{
    /// <summary>Of merchants that chose none.</summary>
    public static readonly PayoutSchedule Daily = new() { Interval = PayoutInterval.Daily };

    public static readonly PayoutSchedule Manual = new() { Interval = PayoutInterval.Manual };

    [Id(0)]
    public required PayoutInterval Interval { get; init; }

    /// <summary>Monday to Friday; of meaning to weekly payouts only.</summary>
    [Id(1)]
    public DayOfWeek Weekday { get; init; } = DayOfWeek.Monday;

    /// <summary>1 to 31, in shorter months their last day; of meaning to monthly payouts only.</summary>
    [Id(2)]
    public int Day { get; init; } = 1;

    public static PayoutSchedule Weekly(DayOfWeek weekday) => weekday is DayOfWeek.Saturday or DayOfWeek.Sunday
        ? throw new ArgumentOutOfRangeException(nameof(weekday), weekday, "Money goes out on business days.")
        : new PayoutSchedule { Interval = PayoutInterval.Weekly, Weekday = weekday };

    public static PayoutSchedule Monthly(int day) => day is < 1 or > 31
        ? throw new ArgumentOutOfRangeException(nameof(day), day, "A month has 31 days at the most.")
        : new PayoutSchedule { Interval = PayoutInterval.Monthly, Day = day };

    /// <exception cref="FormatException">The text is none of those above.</exception>
    public static PayoutSchedule Parse(string text) => text.Split(':') switch
    {
        ["daily"] => Daily,
        ["manual"] => Manual,
        ["weekly", var name] when Enum.TryParse<DayOfWeek>(name, ignoreCase: true, out var weekday) => Weekly(weekday),
        ["monthly", var number] when int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var day) => Monthly(day),
        _ => throw new FormatException($"'{text}' is no payout schedule."),
    };

    public override string ToString() => Interval switch
    {
        PayoutInterval.Daily => "daily",
        PayoutInterval.Weekly => "weekly:" + Weekday.ToString().ToLowerInvariant(),
        PayoutInterval.Monthly => string.Create(CultureInfo.InvariantCulture, $"monthly:{Day}"),
        _ => "manual",
    };

    /// <summary>
    /// Whether money goes out on a day, if it last did so, or was last looked at, on <paramref name="through"/>. A day of the schedule that is no business day, or on
    /// which nothing ran, is made up for on the next one.
    /// </summary>
    public bool PaysOn(DateOnly day, DateOnly through) =>
        BusinessDays.Is(day) && Interval switch
        {
            PayoutInterval.Daily => day > through,
            PayoutInterval.Weekly => LatestOn(day, candidate => candidate.DayOfWeek == Weekday) > through,
            PayoutInterval.Monthly => LatestOn(day, candidate => candidate.Day == Math.Min(Day, DateTime.DaysInMonth(candidate.Year, candidate.Month))) > through,
            _ => false,
        };

    private static DateOnly LatestOn(DateOnly day, Func<DateOnly, bool> matches)
    {
        while (!matches(day))
        {
            day = day.AddDays(-1);
        }

        return day;
    }
}
