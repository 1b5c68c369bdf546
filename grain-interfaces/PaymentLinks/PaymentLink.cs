using System.Collections.Immutable;
using PayGate.CheckoutSessions;
using PayGate.PaymentIntents;

namespace PayGate.PaymentLinks;

/// <summary>
/// A public address under which anybody may pay for the same lines, again and again, as last committed. Each visitor who wants to pay gets a checkout session of
/// their own.
/// </summary>
[GenerateSerializer, Alias("paygate.payment-link"), Immutable]
public sealed record PaymentLink
{
    [Id(0)]
    public required string Id { get; init; }

    [Id(1)]
    public required Tenant Tenant { get; init; }

    [Id(2)]
    public required DateTimeOffset Created { get; init; }

    /// <summary>False: the page only says that the link is closed. Sessions that were opened before stay payable.</summary>
    [Id(3)]
    public required bool Active { get; init; }

    /// <summary>All in one currency, at least one.</summary>
    [Id(4)]
    public ImmutableArray<SessionLine> Lines { get => field.IsDefault ? [] : field; init; } = [];

    [Id(5)]
    public required LinkDetails Details { get; init; }

    /// <summary>The sum of the lines.</summary>
    public Money Amount => CheckoutSession.Sum(Lines);
}

/// <summary>What the merchant said about a link.</summary>
[GenerateSerializer, Alias("paygate.payment-link.details"), Immutable]
public sealed record LinkDetails
{
    /// <summary>Where customers find it.</summary>
    [Id(0)]
    public required string PageUrl { get; init; }

    /// <summary>Where a customer goes who has paid, with <c>{CHECKOUT_SESSION_ID}</c> still in it; null stays on the hosted page.</summary>
    [Id(1)]
    public string? SuccessUrl { get; init; }

    /// <summary>Shown once it is closed.</summary>
    [Id(2)]
    public string? InactiveMessage { get; init; }

    /// <summary>auto, book, donate or pay.</summary>
    [Id(3)]
    public string? SubmitType { get; init; }

    /// <summary>Given to each session.</summary>
    [Id(4)]
    public ImmutableSortedDictionary<string, string> Metadata { get => field ?? IntentDetails.NoMetadata; init; } = IntentDetails.NoMetadata;

    [Id(5)]
    public LinkPayment Payment { get => field ?? LinkPayment.Usual; init; } = LinkPayment.Usual;
}

/// <summary>What a link says about each of its payments.</summary>
[GenerateSerializer, Alias("paygate.payment-link.payment"), Immutable]
public sealed record LinkPayment
{
    public static readonly LinkPayment Usual = new();

    [Id(0)]
    public CaptureMethod CaptureMethod { get; init; }

    [Id(1)]
    public string? Description { get; init; }

    [Id(2)]
    public string? StatementDescriptor { get; init; }

    [Id(3)]
    public string? StatementDescriptorSuffix { get; init; }

    [Id(4)]
    public ImmutableSortedDictionary<string, string> Metadata { get => field ?? IntentDetails.NoMetadata; init; } = IntentDetails.NoMetadata;
}
