namespace PayGate.Bank.Issuer;

/// <summary>Decides an authorization by the card alone: a malformed number, then the card's script, then its expiry.</summary>
internal static class CardIssuer
{
    private static readonly IssuerAnswer IncorrectNumber = new("14", BankReasons.IncorrectNumber, "U", "P");
    private static readonly IssuerAnswer AuthenticationRequired = new("1A", BankReasons.AuthenticationRequired, "Y", "M");
    private static readonly IssuerAnswer Expired = new("54", BankReasons.ExpiredCard, "Y", "M");

    /// <param name="card">As given.</param>
    /// <param name="amount">Minor units; 0 only checks the card.</param>
    /// <param name="eci">Of the cardholder's authentication, or null.</param>
    /// <param name="initiation">Who starts the payment.</param>
    /// <param name="now">The bank's clock.</param>
    public static IssuerAnswer Decide(BankCard card, long amount, string? eci, BankInitiation initiation, DateTimeOffset now)
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

        if (eci is null && amount > 0 && CardAuthentication.IsMissed(EnrolmentOf(card), initiation))
        {
            answer = AuthenticationRequired;
        }

        // Nothing can be said of a CVC that was not sent; only the card whose script is the CVC decline sticks to it.
        return card.Cvc is null && answer.Reason != BankReasons.IncorrectCvc ? answer with { Cvc = "P" } : answer;
    }

    public static Enrolment EnrolmentOf(BankCard card) =>
        TestCards.ByNumber.TryGetValue(card.Number, out var script) ? script.Enrolment : Enrolment.None;

    private static IssuerAnswer Scripted(string number, long amount) =>
        TestCards.ByNumber.TryGetValue(number, out var script) && !(script.ChargesOnly && amount == 0) ? script.Answer : TestCards.Approval;

    private static bool IsExpired(BankCard card, DateTimeOffset now)
    {
        var today = now.UtcDateTime;
        return card.ExpMonth is < 1 or > 12 || (card.ExpYear, card.ExpMonth).CompareTo((today.Year, today.Month)) < 0;
    }
}
