using System.Text.Json.Serialization;

namespace PayGate.Wire.V1;

/// <summary>Stripe's event.</summary>
public sealed record EventResource
{
    public required string Id { get; init; }

    [Words("event")]
    public string Object { get; init; } = "event";

    public required string ApiVersion { get; init; }

    public required long Created { get; init; }

    public required EventDataResource Data { get; init; }

    public required bool Livemode { get; init; }

    public int PendingWebhooks { get; init; }

    public required EventRequestResource Request { get; init; }

    public required string Type { get; init; }
}

public sealed record EventDataResource
{
    /// <summary>The object after the change.</summary>
    [Shapes(
        typeof(PaymentIntentResource), typeof(ChargeResource), typeof(RefundResource), typeof(CustomerResource), typeof(PaymentMethodResource), typeof(SetupIntentResource),
        typeof(CheckoutSessionResource), typeof(RefundRequestResource), typeof(SettlementResource), typeof(DisputeResource), typeof(PayoutResource))]
    public required object Object { get; init; }

    /// <summary>For a change: the old values of the members that differ.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, object?>? PreviousAttributes { get; init; }
}

/// <summary>The request that caused the event; both null when PayGate itself acted.</summary>
public sealed record EventRequestResource
{
    public string? Id { get; init; }

    public string? IdempotencyKey { get; init; }
}
