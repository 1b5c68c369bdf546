using System.Collections.Immutable;
using PayGate.Cards;
using PayGate.PaymentIntents;

namespace PayGate.CardTokens;

/// <summary>Puts a card into the vault under the id that is the grain's key.</summary>
[GenerateSerializer, Alias("paygate.card-token.create"), Immutable]
public sealed record CreateCardToken
{
    [Id(0)]
    public required Tenant Tenant { get; init; }

    /// <summary>Sealed for the merchant and for the handle's id as use.</summary>
    [Id(1)]
    public required SealedCard Card { get; init; }

    /// <summary>Without the name: that comes inside the sealed card.</summary>
    [Id(2)]
    public required BillingDetails Billing { get; init; }

    [Id(3)]
    public ImmutableSortedDictionary<string, string> Metadata { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>False: one consumer only.</summary>
    [Id(4)]
    public required bool Reusable { get; init; }

    /// <summary>The consumer of a single-use handle that is made for one payment: it is used from the start, which saves that payment a commit.</summary>
    [Id(5)]
    public string? Consumer { get; init; }

    [Id(6)]
    public required RequestInfo Request { get; init; }
}

/// <summary>A card inside a payment request: the payment puts it into the vault as a single-use handle of its own.</summary>
[GenerateSerializer, Alias("paygate.card-token.entered-card"), Immutable]
public sealed record EnteredCard
{
    /// <summary>The handle to make, <c>pm_…</c>.</summary>
    [Id(0)]
    public required string HandleId { get; init; }

    /// <summary>Sealed for the merchant and for the handle's id as use.</summary>
    [Id(1)]
    public required SealedCard Card { get; init; }

    /// <summary>Without the name: that comes inside the sealed card.</summary>
    [Id(2)]
    public required BillingDetails Billing { get; init; }
}

/// <summary>Takes the card out for one bank operation.</summary>
[GenerateSerializer, Alias("paygate.card-token.use"), Immutable]
public sealed record UseCardToken
{
    [Id(0)]
    public required Tenant Tenant { get; init; }

    /// <summary>The payment intent, or the payment method to be made of a token. A single-use handle belongs to its first consumer for ever.</summary>
    [Id(1)]
    public required string Consumer { get; init; }

    /// <summary>What the card is sealed for: the attempt's reference.</summary>
    [Id(2)]
    public required string UseId { get; init; }

    /// <summary>Who pays: a saved card serves no other customer than its own. Null when the use names none.</summary>
    [Id(3)]
    public string? CustomerId { get; init; }

    /// <summary>Goes on record: one of <see cref="CardAccessPurpose"/>.</summary>
    [Id(4)]
    public required string Purpose { get; init; }

    /// <summary>Goes on record: the request that asked; null where time did.</summary>
    [Id(5)]
    public string? RequestId { get; init; }
}

/// <summary>A card that is used by the request that brings it.</summary>
[GenerateSerializer, Alias("paygate.card-token.first-use"), Immutable]
public sealed record FirstUse
{
    /// <summary>What the card is sealed for: the attempt's reference.</summary>
    [Id(0)]
    public required string UseId { get; init; }

    /// <summary>As in <see cref="UseCardToken.Purpose"/>.</summary>
    [Id(1)]
    public required string Purpose { get; init; }

    /// <summary>As in <see cref="UseCardToken.RequestId"/>.</summary>
    [Id(2)]
    public string? RequestId { get; init; }
}

/// <summary>A card on its way to the bank port.</summary>
[GenerateSerializer, Alias("paygate.usable-card"), Immutable]
public sealed record UsableCard
{
    /// <summary>Sealed for the merchant and <see cref="UseCardToken.UseId"/>.</summary>
    [Id(0)]
    public required SealedCard Card { get; init; }

    [Id(1)]
    public required CardDisplay Display { get; init; }

    /// <summary>False when none was given, or when it was used or lost since: then the attempt says <c>cvc_check: unavailable</c>, or null if none was given.</summary>
    [Id(2)]
    public required bool CvcIncluded { get; init; }

    /// <summary>True when a CVC came with the card at its creation.</summary>
    [Id(3)]
    public required bool CvcGiven { get; init; }

    /// <summary>Billing details, holder's name included.</summary>
    [Id(4)]
    public required BillingDetails Billing { get; init; }

    /// <summary>Whether its holder has set it up for payments without them.</summary>
    [Id(5)]
    public bool SetUpForOffSession { get; init; }
}
