namespace PayGate.Cards;

/// <summary>Where a card takes its money from, in the wire's words.</summary>
public static class CardFunding
{
    public const string Credit = "credit";
    public const string Debit = "debit";
    public const string Prepaid = "prepaid";
    public const string Unknown = "unknown";

    public static bool IsKnownWord(string word) => word is Credit or Debit or Prepaid or Unknown;
}
