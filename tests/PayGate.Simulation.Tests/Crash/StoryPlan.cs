namespace PayGate.Simulation.Tests.Crash;

/// <summary>What a merchant wants of one payment.</summary>
/// <param name="Number">Names the payment in keys.</param>
/// <param name="Amount">Minor units, a prime that no other payment has: a mix-up shows as a wrong sum.</param>
/// <param name="Currency">usd or eur.</param>
/// <param name="Typed">Whether the card is typed in rather than a named test method.</param>
/// <param name="DeclineFirst">Whether the first confirm uses a card that is declined.</param>
/// <param name="Manual">Whether capture is an operation of its own.</param>
/// <param name="Cancel">Whether the authorization is given up instead of captured.</param>
/// <param name="Captured">What is captured in the end; 0 with <paramref name="Cancel"/>.</param>
/// <param name="Refunds">Amounts, in order.</param>
internal sealed record StoryPlan(
    int Number, long Amount, string Currency, bool Typed, bool DeclineFirst, bool Manual, bool Cancel, long Captured, IReadOnlyList<long> Refunds)
{
    private static readonly IReadOnlyList<long> Primes = [.. Sieve(1_000, 60_000)];

    /// <summary>Payments that can be told apart by their amounts.</summary>
    public static int CountMax => Primes.Count;

    public static StoryPlan Draw(int number, SeededChoice choice)
    {
        var amount = Primes[number];
        var manual = choice.Below(2) == 0;
        var cancel = manual && choice.Below(4) == 0;
        var captured = cancel ? 0 : manual && choice.Below(2) == 0 ? (amount / 2) + 1 : amount;
        long[] refunds = cancel ? [] : choice.Below(3) switch
        {
            0 => [],
            1 => [captured],
            _ => [captured / 3, captured / 5],
        };
        return new StoryPlan(
            number, amount, choice.Of("usd", "eur"), Typed: choice.Below(4) == 0, DeclineFirst: choice.Below(8) == 0, manual, cancel, captured, refunds);
    }

    private static IEnumerable<long> Sieve(int from, int to)
    {
        var composite = new bool[to];
        for (var number = 2; number < to; number++)
        {
            if (composite[number])
            {
                continue;
            }

            if (number >= from)
            {
                yield return number;
            }

            for (var multiple = 2L * number; multiple < to; multiple += number)
            {
                composite[multiple] = true;
            }
        }
    }
}
