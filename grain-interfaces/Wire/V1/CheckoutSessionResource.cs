using PayGate.CheckoutSessions;

namespace PayGate.Wire.V1;

/// <summary>Stripe's checkout.session. Absent members are null, never left out.</summary>
public sealed record CheckoutSessionResource
{
    public required string Id { get; init; }

    [Words("checkout.session")]
    public string Object { get; init; } = "checkout.session";

    /// <summary>Where the customer pays, while the session is open. Ahead of all that merchants write, because its secret is completed on output.</summary>
    public string? Url { get; init; }

    public object? AdaptivePricing { get; init; }

    public object? AfterExpiration { get; init; }

    public bool? AllowPromotionCodes { get; init; }

    public object? AllowedPaymentMethodTypes { get; init; }

    public required long AmountSubtotal { get; init; }

    public required long AmountTotal { get; init; }

    public SessionTaxResource AutomaticTax { get; init; } = new();

    public object? BillingAddressCollection { get; init; }

    public string? CancelUrl { get; init; }

    public string? ClientReferenceId { get; init; }

    public string? ClientSecret { get; init; }

    public object? CollectedInformation { get; init; }

    public object? Consent { get; init; }

    public object? ConsentCollection { get; init; }

    public required long Created { get; init; }

    public required string Currency { get; init; }

    public object? CurrencyConversion { get; init; }

    public IReadOnlyList<string> CustomFields { get; init; } = [];

    public SessionTextResource CustomText { get; init; } = new();

    [Shapes(typeof(CustomerResource), typeof(DeletedCustomerResource))]
    public Expandable Customer { get; init; }

    public string? CustomerAccount { get; init; }

    public string? CustomerCreation { get; init; }

    public SessionCustomerResource? CustomerDetails { get; init; }

    public string? CustomerEmail { get; init; }

    public IReadOnlyList<string> Discounts { get; init; } = [];

    public required long ExpiresAt { get; init; }

    public string? IntegrationIdentifier { get; init; }

    public object? Invoice { get; init; }

    public object? InvoiceCreation { get; init; }

    public required bool Livemode { get; init; }

    public string? Locale { get; init; }

    public object? ManagedPayments { get; init; }

    public required IReadOnlyDictionary<string, string> Metadata { get; init; }

    [Words("payment")]
    public string Mode { get; init; } = "payment";

    /// <summary>PayGate's own: the merchant's number of the order.</summary>
    public string? OrderId { get; init; }

    public string? OriginContext { get; init; }

    [Shapes(typeof(PaymentIntentResource))]
    public Expandable PaymentIntent { get; init; }

    public Expandable PaymentLink { get; init; }

    public string? PaymentMethodCollection { get; init; }

    public object? PaymentMethodConfigurationDetails { get; init; }

    public object? PaymentMethodOptions { get; init; }

    public IReadOnlyList<string> PaymentMethodTypes { get; init; } = ["card"];

    [Words("paid", "unpaid")]
    public required string PaymentStatus { get; init; }

    public object? Permissions { get; init; }

    public string? RecoveredFrom { get; init; }

    public object? SavedPaymentMethodOptions { get; init; }

    public Expandable SetupIntent { get; init; }

    public object? ShippingAddressCollection { get; init; }

    public object? ShippingCost { get; init; }

    public IReadOnlyList<string> ShippingOptions { get; init; } = [];

    [Words(typeof(CheckoutSessionStatus))]
    public required string Status { get; init; }

    [Words("auto", "book", "donate", "pay")]
    public string? SubmitType { get; init; }

    public Expandable Subscription { get; init; }

    /// <summary>With the session's id in the place of <c>{CHECKOUT_SESSION_ID}</c>.</summary>
    public string? SuccessUrl { get; init; }

    public required SessionTotalsResource TotalDetails { get; init; }

    [Words("hosted_page")]
    public string UiMode { get; init; } = "hosted_page";

    public object? WalletOptions { get; init; }
}

/// <summary>No taxes are computed.</summary>
public sealed record SessionTaxResource
{
    public bool Enabled { get; init; }

    public object? Liability { get; init; }

    public object? Provider { get; init; }

    public object? Status { get; init; }
}

public sealed record SessionTextResource
{
    public object? AfterSubmit { get; init; }

    public object? ShippingAddress { get; init; }

    public object? Submit { get; init; }

    public object? TermsOfServiceAcceptance { get; init; }
}

public sealed record SessionCustomerResource
{
    public AddressResource? Address { get; init; }

    public string? BusinessName { get; init; }

    public string? Email { get; init; }

    public string? IndividualName { get; init; }

    public string? Name { get; init; }

    public string? Phone { get; init; }

    [Words("none")]
    public string TaxExempt { get; init; } = "none";

    public IReadOnlyList<string> TaxIds { get; init; } = [];
}

/// <summary>Nothing is taken off or added: the lines are the amount.</summary>
public sealed record SessionTotalsResource
{
    public long AmountDiscount { get; init; }

    public long AmountShipping { get; init; }

    public long AmountTax { get; init; }
}

/// <summary>Stripe's item: so many of one thing.</summary>
public sealed record LineItemResource
{
    public required string Id { get; init; }

    [Words("item")]
    public string Object { get; init; } = "item";

    public object? AdjustableQuantity { get; init; }

    public long AmountDiscount { get; init; }

    public required long AmountSubtotal { get; init; }

    public long AmountTax { get; init; }

    public required long AmountTotal { get; init; }

    public required string Currency { get; init; }

    /// <summary>The product's name, as Stripe has it.</summary>
    public required string Description { get; init; }

    public IReadOnlyDictionary<string, string> Metadata { get; init; } = PaymentIntentRendering.Empty;

    /// <summary>There is no catalogue of prices: each line brings its own.</summary>
    public object? Price { get; init; }

    /// <summary>PayGate's own: what the merchant says of the product.</summary>
    public string? ProductDescription { get; init; }

    public required long Quantity { get; init; }

    /// <summary>PayGate's own, minor units.</summary>
    public required long UnitAmount { get; init; }
}
