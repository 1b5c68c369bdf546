using System.Collections.Immutable;
using PayGate.PaymentIntents;

namespace PayGate.CheckoutSessions;

/// <summary>Opens a session under the id that is the grain's key. Its payment intent exists already and names it.</summary>
[GenerateSerializer, Alias("paygate.checkout-session.create"), Immutable]
public sealed record CreateCheckoutSession
{
    [Id(0)]
    public required Tenant Tenant { get; init; }

    [Id(1)]
    public required string PaymentIntentId { get; init; }

    [Id(2)]
    public required ImmutableArray<SessionLine> Lines { get; init; }

    [Id(3)]
    public required SessionDetails Details { get; init; }

    /// <summary>The payment's own expiry.</summary>
    [Id(4)]
    public required DateTimeOffset ExpiresAt { get; init; }

    [Id(5)]
    public required RequestInfo Request { get; init; }
}

[GenerateSerializer, Alias("paygate.checkout-session.update"), Immutable]
public sealed record UpdateCheckoutSession
{
    [Id(0)]
    public required Tenant Tenant { get; init; }

    [Id(1)]
    public required MetadataPatch Metadata { get; init; }

    [Id(2)]
    public required RequestInfo Request { get; init; }
}

/// <summary>Ends a session whose payment has been canceled.</summary>
[GenerateSerializer, Alias("paygate.checkout-session.expire"), Immutable]
public sealed record ExpireCheckoutSession
{
    [Id(0)]
    public required Tenant Tenant { get; init; }

    [Id(1)]
    public required RequestInfo Request { get; init; }
}
