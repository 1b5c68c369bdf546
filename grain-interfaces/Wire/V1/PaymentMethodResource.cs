namespace PayGate.Wire.V1;

/// <summary>Stripe's payment_method of type card.</summary>
public sealed record PaymentMethodResource
{
    public required string Id { get; init; }

    [Words("payment_method")]
    public string Object { get; init; } = "payment_method";

    [Words("always", "limited", "unspecified")]
    public string AllowRedisplay { get; init; } = "unspecified";

    public required BillingDetailsResource BillingDetails { get; init; }

    public required CardResource Card { get; init; }

    public required long Created { get; init; }

    /// <summary>Whose saved card it is.</summary>
    [Shapes(typeof(CustomerResource), typeof(DeletedCustomerResource))]
    public Expandable Customer { get; init; }

    public string? CustomerAccount { get; init; }

    public required bool Livemode { get; init; }

    public required IReadOnlyDictionary<string, string> Metadata { get; init; }

    [Words("card")]
    public string Type { get; init; } = "card";
}
