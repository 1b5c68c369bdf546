using PayGate.CardTokens;
using PayGate.PaymentIntents;

namespace PayGate.Customers;

/// <summary>Makes the customer under the id that is the grain's key.</summary>
[GenerateSerializer, Alias("paygate.customer.create"), Immutable]
public sealed record CreateCustomer
{
    [Id(0)]
    public required Tenant Tenant { get; init; }

    [Id(1)]
    public required CustomerPatch Patch { get; init; }

    [Id(2)]
    public required RequestInfo Request { get; init; }

    /// <summary>The first payment method, a stored handle <c>pm_…</c>; null for none. The patch may name it as the default.</summary>
    [Id(3)]
    public string? MethodId { get; init; }
}

[GenerateSerializer, Alias("paygate.customer.update"), Immutable]
public sealed record UpdateCustomer
{
    [Id(0)]
    public required Tenant Tenant { get; init; }

    [Id(1)]
    public required CustomerPatch Patch { get; init; }

    [Id(2)]
    public required RequestInfo Request { get; init; }
}

/// <summary>Makes a payment method the customer's own.</summary>
[GenerateSerializer, Alias("paygate.customer.attach"), Immutable]
public sealed record AttachPaymentMethod
{
    [Id(0)]
    public required Tenant Tenant { get; init; }

    /// <summary>A stored handle, <c>pm_…</c>.</summary>
    [Id(1)]
    public required string MethodId { get; init; }

    [Id(2)]
    public required RequestInfo Request { get; init; }

    /// <summary>A setup or payment that has had the card approved; null has it verified now.</summary>
    [Id(3)]
    public VerifiedCard? SetUp { get; init; }

    /// <summary>Answered in the older shape, as one of the customer's sources.</summary>
    [Id(4)]
    public bool AsSource { get; init; }
}

/// <summary>Takes a payment method from the customer for good.</summary>
[GenerateSerializer, Alias("paygate.customer.detach"), Immutable]
public sealed record DetachPaymentMethod
{
    [Id(0)]
    public required Tenant Tenant { get; init; }

    [Id(1)]
    public required string MethodId { get; init; }

    [Id(2)]
    public required RequestInfo Request { get; init; }
}

[GenerateSerializer, Alias("paygate.customer.delete"), Immutable]
public sealed record DeleteCustomer
{
    [Id(0)]
    public required Tenant Tenant { get; init; }

    [Id(1)]
    public required RequestInfo Request { get; init; }
}

/// <summary>Deletes the customer, if it is not, and erases what is personal of it everywhere.</summary>
[GenerateSerializer, Alias("paygate.customer.erase"), Immutable]
public sealed record EraseCustomer
{
    [Id(0)]
    public required Tenant Tenant { get; init; }

    [Id(1)]
    public required RequestInfo Request { get; init; }
}
