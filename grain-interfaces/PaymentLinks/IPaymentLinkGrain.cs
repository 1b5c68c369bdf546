using System.Collections.Immutable;
using PayGate.CheckoutSessions;
using PayGate.PaymentIntents;

namespace PayGate.PaymentLinks;

/// <summary>
/// One payment link, keyed <c>pl_…</c>. Each command commits once or not at all; a link of another merchant or mode and an unknown one are refused alike as
/// resource_missing. A command whose idempotency key is taken answers <see cref="IPaymentIntentGrain.RequestSeenBefore"/> and changes nothing.
/// </summary>
[Alias("paygate.IPaymentLinkGrain")]
public interface IPaymentLinkGrain : IGrainWithStringKey
{
    /// <summary>The prefix of a link's id.</summary>
    const string Prefix = "pl";

    /// <summary>Refuses amount_too_small and amount_too_large for lines that no payment could be made of.</summary>
    [Alias("create")]
    Task<Outcome<Answer>> Create(CreatePaymentLink command, CancellationToken cancellationToken);

    /// <summary>Refuses parameter_too_long for more than 50 keys of metadata.</summary>
    [Alias("update")]
    Task<Outcome<Answer>> Update(UpdatePaymentLink command, CancellationToken cancellationToken);
}

/// <summary>Opens a link under the id that is the grain's key.</summary>
[GenerateSerializer, Alias("paygate.payment-link.create"), Immutable]
public sealed record CreatePaymentLink
{
    [Id(0)]
    public required Tenant Tenant { get; init; }

    [Id(1)]
    public required ImmutableArray<SessionLine> Lines { get; init; }

    [Id(2)]
    public required LinkDetails Details { get; init; }

    [Id(3)]
    public required RequestInfo Request { get; init; }
}

/// <summary>What it says nothing about stays as it is.</summary>
[GenerateSerializer, Alias("paygate.payment-link.update"), Immutable]
public sealed record UpdatePaymentLink
{
    [Id(0)]
    public required Tenant Tenant { get; init; }

    [Id(1)]
    public bool? Active { get; init; }

    [Id(2)]
    public Patch<string> InactiveMessage { get; init; }

    [Id(3)]
    public required MetadataPatch Metadata { get; init; }

    [Id(4)]
    public required RequestInfo Request { get; init; }
}
