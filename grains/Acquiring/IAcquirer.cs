using PayGate.Cards;
using PayGate.PaymentIntents;

namespace PayGate.Grains.Acquiring;

/// <summary>
/// The port to a bank. Every operation carries a reference under which the bank deduplicates it, so a repeat is safe. An answer that does not come in time, or
/// not whole, throws <see cref="OutcomeUnknownException"/>: then only <see cref="Settle"/> may tell what became of the operation.
/// </summary>
public interface IAcquirer
{
    /// <summary>
    /// Asks the issuer about the cardholder before a payment. Null when nobody wants an authentication, or when the issuer's server cannot be reached: then the
    /// payment goes on without one, and the issuer says if it minds.
    /// </summary>
    Task<IssuerAuthentication?> Authenticate(AuthenticationRequest request, CancellationToken cancellationToken);

    /// <summary>Authorizes, and captures in the same call when asked to.</summary>
    Task<BankAnswer> Authorize(AuthorizationRequest request, CancellationToken cancellationToken);

    /// <summary>Adds the amount to an uncaptured authorization.</summary>
    Task<BankAnswer> Increment(FollowUpRequest request, CancellationToken cancellationToken);

    /// <summary>Captures an authorization once; what is not captured is released in the same call.</summary>
    Task<BankAnswer> Capture(FollowUpRequest request, CancellationToken cancellationToken);

    /// <summary>Gives back a whole uncaptured authorization.</summary>
    Task<BankAnswer> Reverse(FollowUpRequest request, CancellationToken cancellationToken);

    Task<BankAnswer> Refund(FollowUpRequest request, CancellationToken cancellationToken);

    /// <summary>The issuer takes back captured money for its cardholder. With refunds never more than was captured.</summary>
    Task<BankAnswer> Dispute(FollowUpRequest request, CancellationToken cancellationToken);

    /// <summary>The issuer gives back what it took under the original reference, whole and once.</summary>
    Task<BankAnswer> Reinstate(FollowUpRequest request, CancellationToken cancellationToken);

    /// <summary>What the issuer says to the evidence so far. Moves nothing, so a repeat asks anew.</summary>
    Task<IssuerRuling> Represent(Representment representment, CancellationToken cancellationToken);

    /// <summary>
    /// The answer given under a reference. If the bank never saw it, the reference is barred there and the answer is declined with reason
    /// <see cref="BankReasons.NeverSeen"/>: an operation still on its way can no longer be approved.
    /// </summary>
    Task<BankAnswer> Settle(string reference, string paymentId, Money amount, CancellationToken cancellationToken);
}

/// <summary>Reasons that decide what PayGate does; all others are shown only.</summary>
public static class BankReasons
{
    public const string NeverSeen = "never_seen";

    /// <summary>The issuer could not be reached (91): for certain nothing was executed.</summary>
    public const string IssuerUnavailable = "issuer_unavailable";

    /// <summary>The hold is gone.</summary>
    public const string AlreadyReversed = "already_reversed";
}

/// <summary>Where the bank port gets the card.</summary>
public sealed record CardSource
{
    /// <summary>A named test method, or null when <see cref="Card"/> is given.</summary>
    public string? TestMethod { get; init; }

    /// <summary>Sealed for the reference of the operation.</summary>
    public SealedCard? Card { get; init; }
}

public sealed record AuthenticationRequest
{
    public required string MerchantId { get; init; }

    /// <summary>The charge to come, which the card is sealed for.</summary>
    public required string Reference { get; init; }

    public required CardSource Card { get; init; }

    public required ThreeDSecureDemand Demand { get; init; }
}

/// <summary>What the issuer said: an authentication that is done, or a challenge that the cardholder has to pass first.</summary>
public sealed record IssuerAuthentication
{
    public required Authentication Authentication { get; init; }

    public required bool NeedsChallenge { get; init; }
}

public sealed record AuthorizationRequest
{
    public required string Reference { get; init; }

    public required string MerchantId { get; init; }

    public required string PaymentId { get; init; }

    public required Money Amount { get; init; }

    public required bool Capture { get; init; }

    public required CardSource Card { get; init; }

    /// <summary>Electronic commerce indicator of the cardholder's authentication; null without one.</summary>
    public string? Eci { get; init; }

    public Initiation Initiation { get; init; }
}

/// <summary>Who starts a payment: issuers ask for less authentication where nobody is there to give it.</summary>
public enum Initiation
{
    /// <summary>The cardholder, who is there.</summary>
    Cardholder,

    /// <summary>The merchant, off-session.</summary>
    Merchant,

    /// <summary>The merchant, off-session, with a card that its holder has set up for that.</summary>
    MerchantAfterSetUp,
}

public sealed record FollowUpRequest
{
    public required string Reference { get; init; }

    public required string MerchantId { get; init; }

    /// <summary>The reference of the authorization it belongs to.</summary>
    public required string OriginalReference { get; init; }

    public required string PaymentId { get; init; }

    public required Money Amount { get; init; }
}

/// <summary>A dispute's evidence before the issuer.</summary>
public sealed record Representment
{
    /// <summary>The dispute.</summary>
    public required string Reference { get; init; }

    /// <summary>The merchant's words that fit no other member; null for none.</summary>
    public string? Text { get; init; }

    public required DateTimeOffset SubmittedAt { get; init; }
}

/// <summary>What an issuer says to evidence.</summary>
public sealed record IssuerRuling
{
    /// <summary>Null while it has not decided.</summary>
    public bool? Won { get; init; }

    /// <summary>When it will have decided, if it has not.</summary>
    public DateTimeOffset? DecidesAt { get; init; }
}

/// <summary>The bank was asked and its answer is not known: time-out, broken connection, garbage.</summary>
public sealed class OutcomeUnknownException(string message, Exception? inner = null) : Exception(message, inner);
