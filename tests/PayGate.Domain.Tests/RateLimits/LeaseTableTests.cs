using System.Text;
using PayGate.Grains.RateLimits;
using static PayGate.Domain.Tests.RateLimits.GivenLimit;

namespace PayGate.Domain.Tests.RateLimits;

/// <summary>What becomes of a lease when somebody asks for another, made anew from the decider and compared with the table in the README.</summary>
public sealed class LeaseTableTests
{
    private static readonly DateTimeOffset Later = Start + RateLimitDecider.Protection;

    private static readonly (string Name, RateLimitState State, DateTimeOffset At)[] Leases =
    [
        ("granted a moment ago", Granted(), Start),
        ("open", Granted(), Later),
        ("expired", Granted(), Start + RateLimitDecider.Lifetime),
        ("closed, outcomes unknown", Granted().Then(Grant("a", 1_000, new LeaseUse(IdOf(1), 100, 1))), Later),
    ];

    private static readonly (string Name, string Holder, bool Keeps, bool Fits)[] Questions =
    [
        ("its holder asks", "a", false, true),
        ("its holder asks and keeps it", "a", true, true),
        ("another asks, and it fits", "b", false, true),
        ("another asks, and it does not fit", "b", false, false),
    ];

    [Fact]
    public void Decide_ForEveryLeaseAndQuestion_IsTheTableInTheReadme()
    {
        var table = new StringBuilder($"| lease | {string.Join(" | ", Questions.Select(question => question.Name))} |\n|---|---|---|---|---|\n");
        foreach (var (name, state, at) in Leases)
        {
            var cells = Questions.Select(question => Fate(state, at, question.Holder, question.Keeps, question.Fits));
            table.Append(System.Globalization.CultureInfo.InvariantCulture, $"| {name} | {string.Join(" | ", cells)} |\n");
        }

        Assert.Contains(table.ToString(), File.ReadAllText(Repository.File("grains/RateLimits/README.md")), StringComparison.Ordinal);
    }

    private static RateLimitState Granted() => Limited(1_000, null).Then(Grant("a", 100));

    private static string Fate(RateLimitState state, DateTimeOffset at, string holder, bool keeps, bool fits)
    {
        if (RateLimitDecider.Returned(state, Ask(holder, 1, keeps ? [IdOf(1)] : []), at).Contains(IdOf(1)))
        {
            return state.Leases[0].IsOpen ? "closed" : "counted again";
        }

        var reclaim = RateLimitDecider.Reclaimable(state, at);
        return fits ? "·" : reclaim.Close.Contains(IdOf(1)) ? "closed" : reclaim.CloseIfUsedUp.Contains(IdOf(1)) ? "closed if used up" : "·";
    }
}
