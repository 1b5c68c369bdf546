using PayGate.SetupIntents;

namespace PayGate.Wire.V1;

/// <summary>Stripe's setup_intent. Absent members are null, never left out.</summary>
public sealed record SetupIntentResource
{
    public required string Id { get; init; }

    [Words("setup_intent")]
    public string Object { get; init; } = "setup_intent";

    public object? AllowedPaymentMethodTypes { get; init; }

    public object? Application { get; init; }

    public object? AutomaticPaymentMethods { get; init; }

    [Words("abandoned", "duplicate", "requested_by_customer")]
    public string? CancellationReason { get; init; }

    /// <summary>Rendered up to <c>_secret_</c>; the API completes it on output for those who may see it.</summary>
    public string? ClientSecret { get; init; }

    public required long Created { get; init; }

    /// <summary>Whose saved card it becomes.</summary>
    [Shapes(typeof(CustomerResource), typeof(DeletedCustomerResource))]
    public Expandable Customer { get; init; }

    public string? CustomerAccount { get; init; }

    public string? Description { get; init; }

    public object? ExcludedPaymentMethodTypes { get; init; }

    public object? FlowDirections { get; init; }

    public ErrorResource? LastSetupError { get; init; }

    /// <summary>The latest verification at the bank.</summary>
    public Expandable LatestAttempt { get; init; }

    public required bool Livemode { get; init; }

    public object? ManagedPayments { get; init; }

    public Expandable Mandate { get; init; }

    public required IReadOnlyDictionary<string, string> Metadata { get; init; }

    public NextActionResource? NextAction { get; init; }

    public string? OnBehalfOf { get; init; }

    [Shapes(typeof(PaymentMethodResource))]
    public Expandable PaymentMethod { get; init; }

    public object? PaymentMethodConfigurationDetails { get; init; }

    public object? PaymentMethodOptions { get; init; }

    public IReadOnlyList<string> PaymentMethodTypes { get; init; } = ["card"];

    public Expandable SingleUseMandate { get; init; }

    [Words(typeof(SetupIntentStatus))]
    public required string Status { get; init; }

    [Words("off_session", "on_session")]
    public required string Usage { get; init; }
}
