using PayGate.PaymentIntents;
using PayGate.RefundRequests;

namespace PayGate.Grains.RefundRequests;

/// <summary>What the decider decides about: requests with all they need resolved, and what became of the refund.</summary>
public abstract record RefundRequestCommand;

/// <summary>The customer is erased.</summary>
public sealed record EraseRefundRequest : RefundRequestCommand;

/// <param name="Id">The new request's id.</param>
/// <param name="Payment">The customer's payment, as last committed; null when there is no such payment of the customer.</param>
/// <param name="Asked">The request as it came.</param>
public sealed record Open(string Id, PaymentIntent? Payment, CreateRefundRequest Asked) : RefundRequestCommand;

/// <param name="RefundId">Fresh.</param>
/// <param name="Request">The request.</param>
public sealed record Approve(string RefundId, RequestInfo Request) : RefundRequestCommand;

public sealed record Reject(string Reason, RequestInfo Request) : RefundRequestCommand;

/// <summary>The bank gave the money back.</summary>
public sealed record RefundMade : RefundRequestCommand;

/// <param name="Reason">The bank's word, or one of <see cref="RefundRequestFailure"/>.</param>
public sealed record RefundNotMade(string Reason) : RefundRequestCommand;

/// <summary>The bank has not said what became of it; the payment goes on asking.</summary>
/// <param name="LookAt">When more can be known.</param>
public sealed record RefundUnknown(DateTimeOffset LookAt) : RefundRequestCommand;

/// <summary>The issuer could not be reached, and the payment tries again later.</summary>
/// <param name="LookAt">When that try is over.</param>
public sealed record RefundDelayed(DateTimeOffset LookAt) : RefundRequestCommand;
