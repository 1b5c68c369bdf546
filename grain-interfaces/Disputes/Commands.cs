using System.Collections.Immutable;
using PayGate.PaymentIntents;

namespace PayGate.Disputes;

/// <summary>Makes the actor of a dispute whose money is withdrawn.</summary>
[GenerateSerializer, Alias("paygate.dispute.open"), Immutable]
public sealed record OpenDisputeCommand
{
    [Id(0)]
    public required Tenant Tenant { get; init; }

    [Id(1)]
    public required string Charge { get; init; }

    [Id(2)]
    public required string PaymentIntent { get; init; }

    [Id(3)]
    public string? Customer { get; init; }

    [Id(4)]
    public required Money Amount { get; init; }

    [Id(5)]
    public required string Reason { get; init; }

    [Id(6)]
    public required DateTimeOffset OpenedAt { get; init; }

    [Id(7)]
    public required DisputeMovement Withdrawal { get; init; }

    [Id(8)]
    public required RequestInfo Request { get; init; }
}

/// <summary>Changes evidence and metadata, and submits the evidence.</summary>
[GenerateSerializer, Alias("paygate.dispute.update"), Immutable]
public sealed record UpdateDispute
{
    [Id(0)]
    public required Tenant Tenant { get; init; }

    /// <summary>By member of <see cref="DisputeEvidence.Members"/>; a null value takes a member away. Null when the request says nothing of evidence.</summary>
    [Id(1)]
    public ImmutableSortedDictionary<string, string?>? Evidence { get; init; }

    [Id(2)]
    public required MetadataPatch Metadata { get; init; }

    /// <summary>Null submits what the request brings, as at Stripe; a request without evidence then submits nothing.</summary>
    [Id(3)]
    public bool? Submit { get; init; }

    [Id(4)]
    public required RequestInfo Request { get; init; }
}

[GenerateSerializer, Alias("paygate.dispute.close"), Immutable]
public sealed record CloseDispute
{
    [Id(0)]
    public required Tenant Tenant { get; init; }

    [Id(1)]
    public required RequestInfo Request { get; init; }
}

/// <summary>The sandbox's order to the issuer.</summary>
[GenerateSerializer, Alias("paygate.dispute.decide"), Immutable]
public sealed record DecideDispute
{
    [Id(0)]
    public required Tenant Tenant { get; init; }

    [Id(1)]
    public required bool Won { get; init; }

    [Id(2)]
    public required RequestInfo Request { get; init; }
}
