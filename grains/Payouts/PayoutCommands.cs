using PayGate.PaymentIntents;
using PayGate.Payouts;

namespace PayGate.Grains.Payouts;

/// <summary>What a payout is asked to do.</summary>
public abstract record PayoutCommand;

/// <param name="Id">The payout's.</param>
/// <param name="Asked">What was asked for.</param>
/// <param name="Automatic">By the schedule.</param>
/// <param name="Destination">Where it goes.</param>
/// <param name="Times">When it goes and arrives.</param>
/// <param name="TransactionId">Fresh.</param>
public sealed record OpenPayout(string Id, CreatePayout Asked, bool Automatic, PayoutDestination Destination, PayoutTimes Times, string TransactionId) : PayoutCommand;

/// <summary>The time to tell the bank may have come.</summary>
public sealed record SendPayout : PayoutCommand;

/// <param name="TraceId">The bank's own number of the transfer.</param>
public sealed record AcceptTransfer(string TraceId) : PayoutCommand;

/// <param name="Code">The bank's word.</param>
/// <param name="TransactionId">Fresh.</param>
public sealed record RefuseTransfer(string Code, string TransactionId) : PayoutCommand;

/// <summary>The day of its arrival may have come.</summary>
public sealed record ArrivePayout : PayoutCommand;

/// <param name="TransactionId">Fresh.</param>
/// <param name="Request">The request.</param>
public sealed record WithdrawPayout(string TransactionId, RequestInfo Request) : PayoutCommand;

public sealed record ChangePayout(MetadataPatch Metadata, RequestInfo Request) : PayoutCommand;
