using System.Collections.Immutable;
using PayGate.PaymentIntents;

namespace PayGate.Payouts;

/// <summary>Asks for a payout under the id that is the grain's key.</summary>
[GenerateSerializer, Alias("paygate.payout.create"), Immutable]
public sealed record CreatePayout
{
    [Id(0)]
    public required Tenant Tenant { get; init; }

    [Id(1)]
    public required Money Amount { get; init; }

    [Id(2)]
    public string? Description { get; init; }

    [Id(3)]
    public string? StatementDescriptor { get; init; }

    [Id(4)]
    public ImmutableSortedDictionary<string, string> Metadata { get; init; } = IntentDetails.NoMetadata;

    /// <summary>The account that it must go to; null for the merchant's own in this currency, which is the only one that it can go to.</summary>
    [Id(5)]
    public string? Destination { get; init; }

    [Id(6)]
    public required RequestInfo Request { get; init; }
}

/// <summary>The schedule's payout of a day; the grain's key is <see cref="Payout.AutomaticIdOf"/>.</summary>
[GenerateSerializer, Alias("paygate.payout.create-automatic"), Immutable]
public sealed record CreateAutomaticPayout
{
    [Id(0)]
    public required Tenant Tenant { get; init; }

    [Id(1)]
    public required Money Amount { get; init; }
}

[GenerateSerializer, Alias("paygate.payout.update"), Immutable]
public sealed record UpdatePayout
{
    [Id(0)]
    public required Tenant Tenant { get; init; }

    [Id(1)]
    public required MetadataPatch Metadata { get; init; }

    [Id(2)]
    public required RequestInfo Request { get; init; }
}

[GenerateSerializer, Alias("paygate.payout.cancel"), Immutable]
public sealed record CancelPayout
{
    [Id(0)]
    public required Tenant Tenant { get; init; }

    [Id(1)]
    public required RequestInfo Request { get; init; }
}
