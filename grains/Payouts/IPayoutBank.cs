using PayGate.Grains.Acquiring;

namespace PayGate.Grains.Payouts;

/// <summary>
/// The port to the bank that sends money to merchants. It deduplicates by the reference, so a repeat is the question what became of the first try. No answer, or none that
/// can be understood, throws <see cref="OutcomeUnknownException"/>: the transfer may be booked.
/// </summary>
public interface IPayoutBank
{
    Task<TransferAnswer> Transfer(TransferOrder order, CancellationToken cancellationToken);
}

/// <summary>Money to be sent.</summary>
public sealed record TransferOrder
{
    /// <summary>The payout.</summary>
    public required string Reference { get; init; }

    public required string MerchantId { get; init; }

    public required string AccountNumber { get; init; }

    public required Money Amount { get; init; }

    public override string ToString() => $"transfer {Reference}";
}

/// <summary>What the bank said.</summary>
/// <param name="Accepted">The money is on its way.</param>
/// <param name="Reason">The bank's word, when it is not.</param>
/// <param name="TraceId">The bank's own number.</param>
public sealed record TransferAnswer(bool Accepted, string Reason, string TraceId);
