using PayGate.Bank.Laboratory;

namespace PayGate.Bank.Issuer;

/// <summary>How one test card behaves. The CVC result is "P" instead when no CVC was sent, unless the script is a CVC decline.</summary>
internal sealed record CardScript(string Number, string Name, IssuerAnswer Answer)
{
    /// <summary>The script holds for money only: an authorization of 0, which saves the card, is approved.</summary>
    public bool ChargesOnly { get; init; }

    public Enrolment Enrolment { get; init; }

    /// <summary>What the bank does besides giving the issuer's answer.</summary>
    public BankBehavior Behavior { get; init; } = BankBehavior.None;
}
