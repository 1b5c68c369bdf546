using PayGate.Bank.Authorizations;

namespace PayGate.Bank.Journal;

/// <summary>What a transaction has read for its decisions; the authorizations are locked until it ends.</summary>
internal sealed class JournalSnapshot
{
    public Dictionary<string, JournalRow> Rows { get; } = new(StringComparer.Ordinal);

    public Dictionary<long, Authorization> Authorizations { get; } = [];

    /// <summary>References of refunds and chargebacks that were reversed.</summary>
    public HashSet<string> TakenBack { get; } = new(StringComparer.Ordinal);
}
