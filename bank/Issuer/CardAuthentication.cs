using PayGate.Bank.Authentications;

namespace PayGate.Bank.Issuer;

/// <summary>How a card takes part in 3-D Secure.</summary>
internal enum Enrolment
{
    /// <summary>The issuer has no page of its own; the scheme answers for it that an attempt was made.</summary>
    None,

    /// <summary>The network does not know 3-D Secure for this card.</summary>
    Unsupported,

    /// <summary>The issuer authenticates when asked to.</summary>
    Supported,

    /// <summary>The issuer declines payments that were not authenticated.</summary>
    Required,
}

/// <summary>What an access control server says of a card.</summary>
internal static class CardAuthentication
{
    /// <summary>ECI of Visa and most networks: authenticated, attempted.</summary>
    private const string FullEci = "05";
    private const string AttemptedEci = "06";

    public static BankAuthentication Decide(Enrolment enrolment, AuthenticationDemand demand) => (enrolment, demand) switch
    {
        (Enrolment.Required, _) or (Enrolment.Supported, AuthenticationDemand.Challenge) =>
            new BankAuthentication { Outcome = AuthenticationOutcome.Challenge, TransactionId = NewTransaction(), Eci = FullEci },
        (_, AuthenticationDemand.Automatic) => BankAuthentication.NotAsked,
        (Enrolment.Supported, _) =>
            new BankAuthentication { Outcome = AuthenticationOutcome.Frictionless, TransactionId = NewTransaction(), Eci = FullEci },
        (Enrolment.None, _) =>
            new BankAuthentication { Outcome = AuthenticationOutcome.Attempted, TransactionId = NewTransaction(), Eci = AttemptedEci },
        _ => new BankAuthentication { Outcome = AuthenticationOutcome.Unsupported },
    };

    private static string NewTransaction() => Guid.NewGuid().ToString("D");
}
