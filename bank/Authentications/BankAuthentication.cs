namespace PayGate.Bank.Authentications;

/// <summary>How much authentication the merchant wants.</summary>
public enum AuthenticationDemand
{
    /// <summary>As much as the issuer requires.</summary>
    Automatic,

    /// <summary>Whenever the card can.</summary>
    Any,

    /// <summary>With a challenge, whenever the card can.</summary>
    Challenge,
}

public enum AuthenticationOutcome
{
    /// <summary>Neither issuer nor merchant wants it.</summary>
    NotAsked,

    /// <summary>The card's network does not offer it.</summary>
    Unsupported,

    /// <summary>The issuer does not take part; the scheme vouches for the attempt.</summary>
    Attempted,

    /// <summary>Authenticated without the cardholder.</summary>
    Frictionless,

    /// <summary>The cardholder has to pass the issuer's page first.</summary>
    Challenge,
}

/// <summary>An access control server's answer (EMV 3-D Secure 2: ARes). It moves no money and is not journaled.</summary>
public sealed record BankAuthentication
{
    public static readonly BankAuthentication NotAsked = new() { Outcome = AuthenticationOutcome.NotAsked };

    public required AuthenticationOutcome Outcome { get; init; }

    /// <summary>The directory server's transaction id, a random UUID; null where none was opened.</summary>
    public string? TransactionId { get; init; }

    /// <summary>Electronic commerce indicator; after a challenge, only once it was passed.</summary>
    public string? Eci { get; init; }
}
