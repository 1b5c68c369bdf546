using System.Text.Json.Serialization;
using PayGate.Customers;
using PayGate.PaymentIntents;

namespace PayGate.Grains.Customers;

/// <summary>
/// The facts of a customer's stream. They are stored as JSON and hashed: members are added, never renamed or removed. Facts are for ever while personal data
/// must be erasable, so the details stand beside the fact, in a row that can go.
/// </summary>
public abstract record CustomerEvent
{
    public required DateTimeOffset At { get; init; }

    /// <summary>The details after the fact; null where the fact has none, or where they were erased.</summary>
    [JsonIgnore]
    public CustomerDetails? Details { get; init; }
}

public sealed record CustomerCreated : CustomerEvent
{
    public required string Id { get; init; }

    public required string MerchantId { get; init; }

    public required bool Livemode { get; init; }

    public required RequestInfo Request { get; init; }

    /// <summary>A payment method that the customer was created with: it is the customer's to take.</summary>
    public PledgedMethod? Pledged { get; init; }
}

/// <summary>The payment method that the customer was created with is attached, or cannot be any more.</summary>
public sealed record CustomerMethodOffered : CustomerEvent
{
    /// <summary>Code of the refusal; null when it is attached.</summary>
    public string? Refused { get; init; }
}

public sealed record CustomerUpdated : CustomerEvent
{
    public required RequestInfo Request { get; init; }
}

public sealed record CustomerDeleted : CustomerEvent
{
    public required RequestInfo Request { get; init; }
}

/// <summary>The payment methods that the deleted customer had are detached.</summary>
public sealed record CustomerMethodsDetached : CustomerEvent
{
    /// <summary>True once no further one can come.</summary>
    public required bool ForGood { get; init; }
}

/// <summary>The merchant ordered the erasure; what stood beside the customer's own facts is gone with this one.</summary>
public sealed record CustomerErasureOrdered : CustomerEvent
{
    public required RequestInfo Request { get; init; }
}

/// <summary>Nothing personal of the customer is left, and nothing can come any more.</summary>
public sealed record CustomerErased : CustomerEvent;
