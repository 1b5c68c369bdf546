namespace PayGate.Grains.Journal;

/// <summary>Answers between an actor and its journal that no caller ever sees.</summary>
internal static class JournalRefusals
{
    private const string Lost = "amount_lease_lost";

    /// <summary>The lease that the commit takes an amount from is closed, or too small: nothing is stored.</summary>
    public static readonly Refusal LeaseLost = new(Lost, "The lease is closed.");

    /// <summary>The available balance, less what is held back of it, does not cover what the commit takes: nothing is stored.</summary>
    public static readonly Refusal BalanceInsufficient = new(
        "balance_insufficient", "The available balance, less what open refund requests hold back of it, does not cover the amount.");
}
