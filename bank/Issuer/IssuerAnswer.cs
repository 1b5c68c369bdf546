namespace PayGate.Bank.Issuer;

/// <summary>What the issuer of a card says to an authorization.</summary>
internal sealed record IssuerAnswer(string NetworkCode, string Reason, string Avs, string Cvc)
{
    public bool Approved => Reason == BankReasons.Approved;
}
