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

    /// <summary>As <see cref="Required"/>, but not for payments that the merchant starts with a card that was set up for them.</summary>
    RequiredUnlessSetUp,

    /// <summary>As <see cref="Required"/>, but not for any payment that the merchant starts: the card counts as set up from the first day.</summary>
    RequiredOnSession,
}

/// <summary>What an access control server says of a card.</summary>
internal static class CardAuthentication
{
    /// <summary>ECI of Visa and most networks: authenticated, attempted.</summary>
    private const string FullEci = "05";
    private const string AttemptedEci = "06";

    public static BankAuthentication Decide(Enrolment enrolment, AuthenticationDemand demand) => (enrolment, demand) switch
    {
        (Enrolment.Required or Enrolment.RequiredUnlessSetUp or Enrolment.RequiredOnSession, _) or (Enrolment.Supported, AuthenticationDemand.Challenge) =>
            new BankAuthentication { Outcome = AuthenticationOutcome.Challenge, TransactionId = NewTransaction(), Eci = FullEci },
        (_, AuthenticationDemand.Automatic) => BankAuthentication.NotAsked,
        (Enrolment.Supported, _) =>
            new BankAuthentication { Outcome = AuthenticationOutcome.Frictionless, TransactionId = NewTransaction(), Eci = FullEci },
        (Enrolment.None, _) =>
            new BankAuthentication { Outcome = AuthenticationOutcome.Attempted, TransactionId = NewTransaction(), Eci = AttemptedEci },
        _ => new BankAuthentication { Outcome = AuthenticationOutcome.Unsupported },
    };

    /// <summary>Whether the issuer declines a payment whose cardholder was not authenticated.</summary>
    public static bool IsMissed(Enrolment enrolment, BankInitiation initiation) => (enrolment, initiation) switch
    {
        (Enrolment.Required, _) => true,
        (Enrolment.RequiredUnlessSetUp, not BankInitiation.MerchantAfterSetUp) => true,
        (Enrolment.RequiredOnSession, BankInitiation.Cardholder) => true,
        _ => false,
    };

    private static string NewTransaction() => Guid.NewGuid().ToString("D");
}
