using PayGate.Cards;
using PayGate.PaymentIntents;

namespace PayGate.Grains.Acquiring;

/// <summary>
/// The port to a bank. Every operation carries a reference under which the bank deduplicates it, so a repeat is safe. An answer that does not come in time, or
/// not whole, throws <see cref="OutcomeUnknownException"/>: then only <see cref="Settle"/> may tell what became of the operation.
/// </summary>
public interface IAcquirer
{
    /// <summary>Authorizes, and captures in the same call when asked to.</summary>
    Task<BankAnswer> Authorize(AuthorizationRequest request, CancellationToken cancellationToken);

    /// <summary>Adds the amount to an uncaptured authorization.</summary>
    Task<BankAnswer> Increment(FollowUpRequest request, CancellationToken cancellationToken);

    /// <summary>Captures an authorization once; what is not captured is released in the same call.</summary>
    Task<BankAnswer> Capture(FollowUpRequest request, CancellationToken cancellationToken);

    /// <summary>Gives back a whole uncaptured authorization.</summary>
    Task<BankAnswer> Reverse(FollowUpRequest request, CancellationToken cancellationToken);

    Task<BankAnswer> Refund(FollowUpRequest request, CancellationToken cancellationToken);

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
}

public sealed record AuthorizationRequest
{
    public required string Reference { get; init; }

    public required string MerchantId { get; init; }

    public required string PaymentId { get; init; }

    public required Money Amount { get; init; }

    public required bool Capture { get; init; }

    /// <summary>A named test method, or null when <see cref="Card"/> is given.</summary>
    public string? TestMethod { get; init; }

    /// <summary>Sealed for this reference.</summary>
    public SealedCard? Card { get; init; }
}

public sealed record FollowUpRequest
{
    public required string Reference { get; init; }

    /// <summary>The reference of the authorization it belongs to.</summary>
    public required string OriginalReference { get; init; }

    public required string PaymentId { get; init; }

    public required Money Amount { get; init; }
}

/// <summary>The bank was asked and its answer is not known: time-out, broken connection, garbage.</summary>
public sealed class OutcomeUnknownException(string message, Exception? inner = null) : Exception(message, inner);
