namespace PayGate.Grains.RateLimits;

/// <summary>What no sequence of commands may break. A violation is a bug: the activation stops before anything is written.</summary>
internal static class RateLimitInvariants
{
    /// <param name="before">The state before the facts.</param>
    /// <param name="after">The state after them; null when there is none and there were no facts.</param>
    public static void Assert(RateLimitState? before, RateLimitState? after)
    {
        if (after is null)
        {
            return;
        }

        Hold(after.Leases.All(lease => lease.Amount > 0 && (lease.Used ?? 0) is var used && used >= 0 && used <= lease.Amount), "0 ≤ used ≤ lease", after);
        Hold(
            after.Granted == (before?.Granted ?? 0)
                || ((after.Daily is not { } daily || after.Day.Before + after.TakenToday <= daily)
                    && (after.Monthly is not { } monthly || after.Month.Before + after.TakenThisMonth <= monthly)),
            "a grant stays within the limits", after);
    }

    private static void Hold(bool holds, string rule, RateLimitState state)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"{state.Key} would break the rule: {rule}.");
        }
    }
}
