using PayGate.CheckoutSessions;
using PayGate.PaymentIntents;

namespace PayGate.Grains.CheckoutSessions;

/// <summary>What the decider decides about.</summary>
public abstract record SessionCommand;

/// <summary>The session's customer is erased.</summary>
public sealed record EraseSession : SessionCommand;

public sealed record OpenSession(string Id, CreateCheckoutSession Asked) : SessionCommand;

public sealed record Change(UpdateCheckoutSession Asked) : SessionCommand;

/// <summary>The merchant ends it; what its payment is by now.</summary>
public sealed record Expire(RequestInfo Request, PaymentIntentStatus Payment) : SessionCommand;

/// <summary>A look at the payment.</summary>
public sealed record SeePayment(PaymentIntentStatus Payment) : SessionCommand;
