namespace PayGate.Bank.SettlementFiles;

/// <summary>What the laboratory can make of a movement in the bank's settlement file; the words of the journal.</summary>
internal static class SettlementFaults
{
    /// <summary>The movement is in no file.</summary>
    public const string Missing = "missing";

    /// <summary>Its row is there twice.</summary>
    public const string Doubled = "doubled";

    /// <summary>Its row tells one minor unit more.</summary>
    public const string WrongAmount = "wrong_amount";

    /// <summary>Its row names a reference and a payment that nobody gave.</summary>
    public const string UnknownReference = "unknown_reference";

    /// <summary>Its row is in the file of the day after.</summary>
    public const string Late = "late";
}
