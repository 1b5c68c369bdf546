namespace PayGate.Bank.Issuer;

/// <summary>Decides an authorization by the card alone: a malformed number, then the card's script, then its expiry.</summary>
internal static class CardIssuer
{
    private static readonly IssuerAnswer IncorrectNumber = new("14", BankReasons.IncorrectNumber, "U", "P");
    private static readonly IssuerAnswer Expired = new("54", BankReasons.ExpiredCard, "Y", "M");

    public static IssuerAnswer Decide(BankCard card, long amount, DateTimeOffset now)
    {
        if (!CardNumber.IsValid(card.Number))
        {
            return IncorrectNumber;
        }

        var answer = Scripted(card.Number, amount);
        if (answer.Approved && IsExpired(card, now))
        {
            answer = Expired;
        }

        // Nothing can be said of a CVC that was not sent; only the card whose script is the CVC decline sticks to it.
        return card.Cvc is null && answer.Reason != BankReasons.IncorrectCvc ? answer with { Cvc = "P" } : answer;
    }

    private static IssuerAnswer Scripted(string number, long amount) =>
        TestCards.ByNumber.TryGetValue(number, out var script) && !(script.ChargesOnly && amount == 0) ? script.Answer : TestCards.Approval;

    private static bool IsExpired(BankCard card, DateTimeOffset now)
    {
        var today = now.UtcDateTime;
        return card.ExpMonth is < 1 or > 12 || (card.ExpYear, card.ExpMonth).CompareTo((today.Year, today.Month)) < 0;
    }
}
