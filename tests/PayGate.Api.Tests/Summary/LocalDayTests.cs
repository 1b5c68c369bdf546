namespace PayGate.Api.Tests.Summary;

public sealed class LocalDayTests
{
    [Theory]
    [InlineData("UTC", "2030-03-31", 24)]
    [InlineData("Europe/Paris", "2030-03-30", 24)]
    [InlineData("Europe/Paris", "2030-03-31", 23)]
    [InlineData("Europe/Paris", "2030-10-27", 25)]
    [InlineData("Pacific/Kiritimati", "2030-03-31", 24)]
    [InlineData("Pacific/Pago_Pago", "2030-03-31", 24)]
    [InlineData("Africa/Cairo", "2030-04-26", 23)]
    public void Between_GivesDaysOfAnyLength(string zone, string date, int hours)
    {
        var (found, day) = (TimeZoneInfo.FindSystemTimeZoneById(zone), DateOnly.Parse(date, System.Globalization.CultureInfo.InvariantCulture));

        var only = Assert.Single(LocalDay.Between(day, day, found));

        Assert.Equal(TimeSpan.FromHours(hours), only.End - only.Start);
        Assert.Equal((day.AddDays(-1), day), (LocalDay.Of(only.Start.AddSeconds(-1), found), LocalDay.Of(only.Start, found)));
        Assert.Equal((day, day.AddDays(1)), (LocalDay.Of(only.End.AddSeconds(-1), found), LocalDay.Of(only.End, found)));
    }

    [Fact]
    public void Between_LeavesNoGap()
    {
        var days = LocalDay.Between(new(2030, 1, 1), new(2030, 12, 31), TimeZoneInfo.FindSystemTimeZoneById("Africa/Casablanca"));

        Assert.Equal(365, days.Count);
        Assert.All(days.Zip(days.Skip(1)), pair => Assert.Equal((pair.First.End, pair.First.Date.AddDays(1)), (pair.Second.Start, pair.Second.Date)));
    }
}
