namespace PayGate.Cards;

/// <summary>A test card of the sandbox: a public number that stands for no account, so it needs no masking.</summary>
public sealed record TestMethod
{
    /// <summary>Years between today and the expiry of every named test method.</summary>
    private const int YearsValid = 4;

    private const int DisplayMonth = 12;

    public required string Number { get; init; }

    /// <summary>credit, debit or prepaid.</summary>
    public string Funding { get; init; } = "credit";

    /// <summary>ISO 3166-1 alpha-2.</summary>
    public string Country { get; init; } = "US";

    private string Cvc => Number[..2] is "34" or "37" ? "1234" : "123";

    /// <summary>The card as if typed: it carries a CVC, as a customer's would.</summary>
    public CardInput ToCard(DateTimeOffset now) => new()
    {
        Number = Secret.Of(Number),
        ExpMonth = DisplayMonth,
        ExpYear = now.UtcDateTime.Year + YearsValid,
        Cvc = Secret.Of(Cvc),
    };

    /// <summary>
    /// What is shown of it. The fingerprint is that of the public number, the same for every merchant; the vault's keyed one needs a row, and these need none.
    /// </summary>
    public CardDisplay ToDisplay(DateTimeOffset now) =>
        CardDisplays.Of(ToCard(now), CardDisplays.ToPublicFingerprint(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(Number))), facts: null);
}
