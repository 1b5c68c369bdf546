using System.Collections.Immutable;
using PayGate.CardTokens;
using PayGate.PaymentIntents;

namespace PayGate.Customers;

/// <summary>A customer as last committed. Which payment methods it has is written on those (<see cref="CardToken.Customer"/>).</summary>
[GenerateSerializer, Alias("paygate.customer"), Immutable]
public sealed record Customer
{
    [Id(0)]
    public required string Id { get; init; }

    [Id(1)]
    public required Tenant Tenant { get; init; }

    [Id(2)]
    public required DateTimeOffset Created { get; init; }

    /// <summary>Empty once the customer was deleted.</summary>
    [Id(3)]
    public required CustomerDetails Details { get; init; }

    [Id(4)]
    public DateTimeOffset? DeletedAt { get; init; }

    /// <summary>How far the payment methods of a deleted customer are taken from it.</summary>
    [Id(5)]
    public MethodsCleared Cleared { get; init; }

    /// <summary>The payment method that it was created with, until that is attached.</summary>
    [Id(6)]
    public PledgedMethod? Pledged { get; init; }

    /// <summary>When its erasure was ordered, for good; null when it was not.</summary>
    [Id(7)]
    public DateTimeOffset? ErasureOrderedAt { get; init; }

    /// <summary>When nothing personal of it was left and nothing could come any more.</summary>
    [Id(8)]
    public DateTimeOffset? ErasedAt { get; init; }

    public bool IsDeleted => DeletedAt is not null;
}

/// <summary>What has become of a deleted customer's payment methods.</summary>
public enum MethodsCleared
{
    No,

    /// <summary>All that were there are detached; one that the customer had vouched for may still come.</summary>
    Once,

    /// <summary>None is left, and none can come any more.</summary>
    ForGood,
}

/// <summary>A payment method that waits for its customer, and the bank's approval of it.</summary>
[GenerateSerializer, Alias("paygate.customer.pledged-method"), Immutable]
public sealed record PledgedMethod
{
    [Id(0)]
    public required string MethodId { get; init; }

    [Id(1)]
    public required BankAnswer Approval { get; init; }
}

/// <summary>What the merchant said about a customer. It is personal data, so it is part of no fact: facts are for ever.</summary>
[GenerateSerializer, Alias("paygate.customer.details"), Immutable]
public sealed record CustomerDetails
{
    public static readonly CustomerDetails None = new();

    [Id(0)]
    public string? Name { get; init; }

    [Id(1)]
    public string? Email { get; init; }

    [Id(2)]
    public string? Phone { get; init; }

    [Id(3)]
    public string? Description { get; init; }

    [Id(4)]
    public PostalAddress? Address { get; init; }

    [Id(5)]
    public ShippingDetails? Shipping { get; init; }

    [Id(6)]
    public ImmutableSortedDictionary<string, string> Metadata { get => field ?? IntentDetails.NoMetadata; init; } = IntentDetails.NoMetadata;

    /// <summary>Languages for pages and mails, the most wanted first.</summary>
    [Id(7)]
    public ImmutableArray<string> PreferredLocales { get => field.IsDefault ? [] : field; init; } = [];

    /// <summary>One of the customer's own payment methods.</summary>
    [Id(8)]
    public string? DefaultPaymentMethod { get; init; }
}

/// <summary>Where goods go: a customer's, or a payment's. Personal data, so part of no fact.</summary>
[GenerateSerializer, Alias("paygate.customer.shipping"), Immutable]
public sealed record ShippingDetails
{
    [Id(0)]
    public required string Name { get; init; }

    [Id(1)]
    public string? Phone { get; init; }

    [Id(2)]
    public required PostalAddress Address { get; init; }

    /// <summary>Who delivers; of a payment only.</summary>
    [Id(3)]
    public string? Carrier { get; init; }

    [Id(4)]
    public string? TrackingNumber { get; init; }
}
