namespace PayGate.Wire.V1;

/// <summary>A customer, or what is left of a deleted one.</summary>
[Shapes(typeof(CustomerResource), typeof(DeletedCustomerResource))]
public interface IAnyCustomerResource;

/// <summary>Stripe's customer. Absent members are null, never left out.</summary>
public sealed record CustomerResource : IAnyCustomerResource
{
    public required string Id { get; init; }

    [Words("customer")]
    public string Object { get; init; } = "customer";

    public AddressResource? Address { get; init; }

    /// <summary>Always 0: there are no invoices to set it off against.</summary>
    public long Balance { get; init; }

    public required long Created { get; init; }

    public string? Currency { get; init; }

    public string? CustomerAccount { get; init; }

    /// <summary>Always null: cards are payment methods.</summary>
    public Expandable DefaultSource { get; init; }

    public bool Delinquent { get; init; }

    public string? Description { get; init; }

    public object? Discount { get; init; }

    public string? Email { get; init; }

    public required InvoiceSettingsResource InvoiceSettings { get; init; }

    public required bool Livemode { get; init; }

    public required IReadOnlyDictionary<string, string> Metadata { get; init; }

    public string? Name { get; init; }

    public string? Phone { get; init; }

    public required IReadOnlyList<string> PreferredLocales { get; init; }

    public ShippingResource? Shipping { get; init; }

    [Words("none")]
    public string TaxExempt { get; init; } = "none";

    public string? TestClock { get; init; }
}

/// <summary>customer.invoice_settings.</summary>
public sealed record InvoiceSettingsResource
{
    public object? CustomFields { get; init; }

    /// <summary>One of the customer's own payment methods.</summary>
    [Shapes(typeof(PaymentMethodResource))]
    public Expandable DefaultPaymentMethod { get; init; }

    public string? Footer { get; init; }

    public object? RenderingOptions { get; init; }
}

/// <summary>shipping of a customer, of a payment intent and of its charges.</summary>
public sealed record ShippingResource
{
    public required AddressResource Address { get; init; }

    /// <summary>Who delivers; of a payment only.</summary>
    public string? Carrier { get; init; }

    public required string Name { get; init; }

    public string? Phone { get; init; }

    public string? TrackingNumber { get; init; }
}

/// <summary>What is left of a deleted customer.</summary>
public sealed record DeletedCustomerResource : IAnyCustomerResource
{
    public required string Id { get; init; }

    [Words("customer")]
    public string Object { get; init; } = "customer";

    /// <summary>Always true.</summary>
    public bool Deleted { get; init; } = true;
}

/// <summary>How far the erasure of a customer is.</summary>
public sealed record CustomerErasureResource
{
    /// <summary>The customer's.</summary>
    public required string Id { get; init; }

    [Words("customer_erasure")]
    public string Object { get; init; } = "customer_erasure";

    /// <summary>When nothing personal was left. Null before.</summary>
    public long? CompletedAt { get; init; }

    /// <summary>When it was ordered.</summary>
    public required long Created { get; init; }

    public required bool Livemode { get; init; }

    [Words("pending", "done")]
    public required string Status { get; init; }
}
