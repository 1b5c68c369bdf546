using System.Collections.Frozen;

namespace PayGate.Bank.Issuer;

/// <summary>What issuers refuse for, with the network's code of each.</summary>
internal static class IssuerDeclines
{
    private static readonly FrozenDictionary<string, string> Codes = new Dictionary<string, string>
    {
        [BankReasons.DoNotHonor] = "05",
        [BankReasons.InsufficientFunds] = "51",
        [BankReasons.LostCard] = "41",
        [BankReasons.StolenCard] = "43",
        [BankReasons.Fraudulent] = "59",
        [BankReasons.ExpiredCard] = "54",
        [BankReasons.IncorrectCvc] = "N7",
        [BankReasons.CardVelocityExceeded] = "65",
        [BankReasons.ProcessingError] = "96",
        [BankReasons.IssuerUnavailable] = "91",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static IReadOnlyCollection<string> Reasons => Codes.Keys;

    public static string CodeOf(string reason) => Codes[reason];

    /// <summary>The refusal of a card that is otherwise in order.</summary>
    public static IssuerAnswer For(string reason) => new(Codes[reason], reason, "Y", reason == BankReasons.IncorrectCvc ? "N" : "M");
}
