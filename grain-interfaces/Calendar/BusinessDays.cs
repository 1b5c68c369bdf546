namespace PayGate;

/// <summary>The days on which banks move money: Monday to Friday.</summary>
public static class BusinessDays
{
    public static bool Is(DateOnly day) => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    /// <summary>The first one after a day.</summary>
    public static DateOnly After(DateOnly day)
    {
        do
        {
            day = day.AddDays(1);
        }
        while (!Is(day));
        return day;
    }
}
