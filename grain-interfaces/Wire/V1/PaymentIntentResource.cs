using PayGate.PaymentIntents;

namespace PayGate.Wire.V1;

/// <summary>Stripe's payment_intent, with PayGate's success_url, cancel_url, order_id, quote and expires_at. Absent members are null, never left out.</summary>
public sealed record PaymentIntentResource
{
    public required string Id { get; init; }

    [Words("payment_intent")]
    public string Object { get; init; } = "payment_intent";

    public object? AllowedPaymentMethodTypes { get; init; }

    public required long Amount { get; init; }

    public required long AmountCapturable { get; init; }

    public required long AmountReceived { get; init; }

    public object? Application { get; init; }

    public long? ApplicationFeeAmount { get; init; }

    public object? AutomaticPaymentMethods { get; init; }

    public long? CanceledAt { get; init; }

    public string? CancelUrl { get; init; }

    [Words("abandoned", "automatic", "duplicate", "expired", "fraudulent", "requested_by_customer")]
    public string? CancellationReason { get; init; }

    [Words(typeof(CaptureMethod))]
    public required string CaptureMethod { get; init; }

    /// <summary>Rendered up to <c>_secret_</c>; the API completes it on output for those who may see it.</summary>
    public string? ClientSecret { get; init; }

    [Words("automatic")]
    public string ConfirmationMethod { get; init; } = "automatic";

    public required long Created { get; init; }

    public required string Currency { get; init; }

    [Shapes(typeof(CustomerResource), typeof(DeletedCustomerResource))]
    public Expandable Customer { get; init; }

    public string? CustomerAccount { get; init; }

    public string? Description { get; init; }

    public object? ExcludedPaymentMethodTypes { get; init; }

    public long? ExpiresAt { get; init; }

    public ErrorResource? LastPaymentError { get; init; }

    [Shapes(typeof(ChargeResource))]
    public Expandable LatestCharge { get; init; }

    public required bool Livemode { get; init; }

    public object? ManagedPayments { get; init; }

    public required IReadOnlyDictionary<string, string> Metadata { get; init; }

    public NextActionResource? NextAction { get; init; }

    public string? OnBehalfOf { get; init; }

    public string? OrderId { get; init; }

    [Shapes(typeof(PaymentMethodResource))]
    public Expandable PaymentMethod { get; init; }

    public object? PaymentMethodConfigurationDetails { get; init; }

    public IReadOnlyDictionary<string, CardOptionsResource> PaymentMethodOptions { get; init; } = CardOptionsResource.Default;

    public IReadOnlyList<string> PaymentMethodTypes { get; init; } = ["card"];

    public string? PaymentRecord { get; init; }

    public object? Processing { get; init; }

    /// <summary>The quote that it cites, whose rate and fee it is authorized at.</summary>
    public string? Quote { get; init; }

    public string? ReceiptEmail { get; init; }

    public Expandable Review { get; init; }

    [Words("off_session", "on_session")]
    public string? SetupFutureUsage { get; init; }

    public ShippingResource? Shipping { get; init; }

    public string? Source { get; init; }

    public string? StatementDescriptor { get; init; }

    public string? StatementDescriptorSuffix { get; init; }

    [Words(typeof(PaymentIntentStatus))]
    public required string Status { get; init; }

    public string? SuccessUrl { get; init; }

    public object? TransferData { get; init; }

    public string? TransferGroup { get; init; }
}

/// <summary>payment_method_options.card.</summary>
public sealed record CardOptionsResource
{
    public static readonly IReadOnlyDictionary<string, CardOptionsResource> Default =
        new Dictionary<string, CardOptionsResource> { ["card"] = new() };

    public object? Installments { get; init; }

    public object? MandateOptions { get; init; }

    public string? Network { get; init; }

    [Words(typeof(ThreeDSecureDemand))]
    public string RequestThreeDSecure { get; init; } = "automatic";

    public static IReadOnlyDictionary<string, CardOptionsResource> Of(ThreeDSecureDemand? demand) =>
        demand is null or ThreeDSecureDemand.Automatic
            ? Default
            : new Dictionary<string, CardOptionsResource> { ["card"] = new() { RequestThreeDSecure = PaymentIntentRendering.Word(demand.Value) } };
}

/// <summary>What the customer has to do before the payment can go on.</summary>
public sealed record NextActionResource
{
    [Words("redirect_to_url")]
    public string Type { get; init; } = "redirect_to_url";

    public required RedirectResource RedirectToUrl { get; init; }
}

public sealed record RedirectResource
{
    public required string Url { get; init; }

    public string? ReturnUrl { get; init; }
}
