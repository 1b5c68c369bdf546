using System.Text;
using System.Text.Json;
using PayGate.Domain.Tests.PaymentIntents;
using PayGate.Grains.RateLimits;
using static PayGate.Domain.Tests.RateLimits.GivenLimit;

namespace PayGate.Domain.Tests.RateLimits;

/// <summary>Stored contracts: what was written once stays readable. The golden file is added to, never rewritten.</summary>
public sealed class RateLimitStoredFormTests
{
    private const string GoldenFile = "tests/PayGate.Domain.Tests/RateLimits/Golden/rate_limit.v1.txt";

    private static readonly DateTimeOffset NextDay = Start.AddDays(1);

    private static readonly RateLimitCommand[] Story =
    [
        Set(1_000, 5_000),
        GrantAt(Given.Start, "a", 100) with { Before = new TakenBefore(40, 400) },
        Grant("b", 200, new LeaseUse(IdOf(1), 90, 1)) with { Before = new TakenBefore(50, 410) },
        GrantAt(NextDay, "b", 10, new LeaseUse(IdOf(1), 60, 0)),
        Set(null, null, NextDay),
    ];

    [Fact]
    public void Write_OfAllFactsAndStates_IsTheGoldenFile() =>
        Assert.Equal(File.ReadAllText(Repository.File(GoldenFile)), string.Concat(Lines().Select(line => line + "\n")));

    [Fact]
    public void Read_OfTheGoldenFile_GivesTheSame()
    {
        var lines = File.ReadAllLines(Repository.File(GoldenFile)).Select(line => line.Split(' ', 2)).ToList();

        Assert.Equal(5, lines.Where(parts => parts[0] != "state").Select(parts => parts[0]).Distinct().Count());
        Assert.Equal(
            lines.Where(parts => parts[0] != "state").Select(parts => parts[1]),
            lines.Where(parts => parts[0] != "state").Select(parts => RateLimitStorage.Facts.Write(RateLimitStorage.Facts.Read(parts[0], parts[1]))));
        Assert.Equal(
            Text(lines.Where(parts => parts[0] != "state").Select(parts => RateLimitStorage.Facts.Read(parts[0], parts[1]))
                .Aggregate((RateLimitState?)null, RateLimitDecider.Apply)!),
            Text(RateLimitStorage.Read(Encoding.UTF8.GetBytes(lines[^1][1]))));
    }

    [Fact]
    public void UnknownVersionsAndFacts_AreNotGuessed()
    {
        Assert.Throws<JsonException>(() => RateLimitStorage.Read("""{"v":2}"""u8));
        Assert.Throws<JsonException>(() => RateLimitStorage.Facts.Read("lease.cloned", "{}"));
    }

    private static IEnumerable<string> Lines()
    {
        RateLimitState? state = null;
        foreach (var command in Story)
        {
            var now = command.Periods.DayStart == PeriodsAt(NextDay).DayStart ? NextDay : command is GrantLease { Ask.Holder: "b" } ? Start : Given.Start;
            foreach (var fact in FactsOf(state, command, now))
            {
                state = RateLimitDecider.Apply(state, fact);
                yield return $"{RateLimitStorage.Facts.NameOf(fact)} {RateLimitStorage.Facts.Write(fact)}";
            }

            yield return $"state {Text(state!)}";
        }
    }

    private static string Text(RateLimitState state) => Encoding.UTF8.GetString(RateLimitStorage.Write(state));
}
