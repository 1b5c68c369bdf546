using System.Collections.Immutable;
using PayGate.CardTokens;

namespace PayGate.PaymentIntents;

/// <summary>Who asks: a command of another merchant or mode is answered as if the intent did not exist.</summary>
[GenerateSerializer, Alias("paygate.tenant"), Immutable]
public readonly record struct Tenant
{
    [Id(0)]
    public required string MerchantId { get; init; }

    [Id(1)]
    public required bool Livemode { get; init; }
}

/// <summary>Opens an intent under the id that is the grain's key; with <see cref="Confirm"/> the first attempt starts in the same commit.</summary>
[GenerateSerializer, Alias("paygate.payment-intent.create"), Immutable]
public sealed record CreatePaymentIntent
{
    [Id(0)]
    public required Tenant Tenant { get; init; }

    [Id(1)]
    public required Money Amount { get; init; }

    [Id(2)]
    public required CaptureMethod CaptureMethod { get; init; }

    [Id(3)]
    public required IntentDetails Details { get; init; }

    [Id(4)]
    public string? PaymentMethodId { get; init; }

    [Id(5)]
    public bool Confirm { get; init; }

    [Id(6)]
    public required RequestInfo Request { get; init; }

    /// <summary>Of the attempt that <see cref="Confirm"/> asks for.</summary>
    [Id(7)]
    public AttemptOptions Options { get; init; } = AttemptOptions.None;

    /// <summary>A card that came with the request; it goes before <see cref="PaymentMethodId"/>.</summary>
    [Id(8)]
    public EnteredCard? Card { get; init; }

    /// <summary>Null for the usual hour.</summary>
    [Id(9)]
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The quote whose rate and fee it is authorized at, <c>qt_…</c>; null for those that are in force then.</summary>
    [Id(10)]
    public string? Quote { get; init; }
}

/// <summary>Changes what the merchant said about a payment, before money is held for it.</summary>
[GenerateSerializer, Alias("paygate.payment-intent.update"), Immutable]
public sealed record UpdatePaymentIntent
{
    [Id(0)]
    public required Tenant Tenant { get; init; }

    /// <summary>Null leaves the amount, in whatever currency follows.</summary>
    [Id(1)]
    public long? Amount { get; init; }

    [Id(2)]
    public Currency? Currency { get; init; }

    [Id(3)]
    public CaptureMethod? CaptureMethod { get; init; }

    [Id(4)]
    public Patch<string> PaymentMethodId { get; init; }

    [Id(5)]
    public required IntentPatch Details { get; init; }

    [Id(6)]
    public required RequestInfo Request { get; init; }

    /// <summary>A card that came with the request, in place of <see cref="PaymentMethodId"/>.</summary>
    [Id(7)]
    public EnteredCard? Card { get; init; }
}

[GenerateSerializer, Alias("paygate.payment-intent.confirm"), Immutable]
public sealed record ConfirmPaymentIntent
{
    [Id(0)]
    public required Tenant Tenant { get; init; }

    /// <summary>Null uses the method that the intent already has.</summary>
    [Id(1)]
    public string? PaymentMethodId { get; init; }

    [Id(2)]
    public required RequestInfo Request { get; init; }

    [Id(3)]
    public AttemptOptions Options { get; init; } = AttemptOptions.None;

    /// <summary>A card that came with the request; it goes before <see cref="PaymentMethodId"/>.</summary>
    [Id(4)]
    public EnteredCard? Card { get; init; }
}

/// <summary>Raises what an uncaptured authorization holds.</summary>
[GenerateSerializer, Alias("paygate.payment-intent.increment"), Immutable]
public sealed record IncrementAuthorization
{
    [Id(0)]
    public required Tenant Tenant { get; init; }

    /// <summary>The new total in minor units, above what is authorized.</summary>
    [Id(1)]
    public required long Amount { get; init; }

    [Id(2)]
    public required IntentPatch Details { get; init; }

    [Id(3)]
    public required RequestInfo Request { get; init; }
}

[GenerateSerializer, Alias("paygate.payment-intent.capture"), Immutable]
public sealed record CapturePayment
{
    [Id(0)]
    public required Tenant Tenant { get; init; }

    /// <summary>Minor units; null captures all that is authorized. The rest is released.</summary>
    [Id(1)]
    public long? AmountToCapture { get; init; }

    [Id(2)]
    public required RequestInfo Request { get; init; }
}

[GenerateSerializer, Alias("paygate.payment-intent.cancel"), Immutable]
public sealed record CancelPaymentIntent
{
    [Id(0)]
    public required Tenant Tenant { get; init; }

    [Id(1)]
    public string? Reason { get; init; }

    [Id(2)]
    public required RequestInfo Request { get; init; }

    /// <summary>Refuses to give back money that is held already.</summary>
    [Id(3)]
    public bool BeforeApproval { get; init; }
}

[GenerateSerializer, Alias("paygate.payment-intent.refund-command"), Immutable]
public sealed record RefundPayment
{
    [Id(0)]
    public required Tenant Tenant { get; init; }

    [Id(1)]
    public required string RefundId { get; init; }

    /// <summary>Minor units; null refunds all that is left.</summary>
    [Id(2)]
    public long? Amount { get; init; }

    [Id(3)]
    public string? Reason { get; init; }

    [Id(4)]
    public ImmutableSortedDictionary<string, string> Metadata { get; init; } = IntentDetails.NoMetadata;

    [Id(5)]
    public required RequestInfo Request { get; init; }
}

/// <summary>Changes what the merchant said about one charge; the payment's own words stay.</summary>
[GenerateSerializer, Alias("paygate.payment-intent.update-charge"), Immutable]
public sealed record UpdateCharge
{
    [Id(0)]
    public required Tenant Tenant { get; init; }

    [Id(1)]
    public required string ChargeId { get; init; }

    [Id(2)]
    public Patch<string> Description { get; init; }

    [Id(3)]
    public Patch<string> ReceiptEmail { get; init; }

    [Id(4)]
    public required MetadataPatch Metadata { get; init; }

    [Id(5)]
    public required RequestInfo Request { get; init; }
}

[GenerateSerializer, Alias("paygate.payment-intent.cancel-refund"), Immutable]
public sealed record CancelRefundCommand
{
    [Id(0)]
    public required Tenant Tenant { get; init; }

    [Id(1)]
    public required string RefundId { get; init; }

    [Id(2)]
    public required RequestInfo Request { get; init; }
}

[GenerateSerializer, Alias("paygate.payment-intent.update-refund"), Immutable]
public sealed record UpdateRefundCommand
{
    [Id(0)]
    public required Tenant Tenant { get; init; }

    [Id(1)]
    public required string RefundId { get; init; }

    [Id(2)]
    public required MetadataPatch Metadata { get; init; }

    [Id(3)]
    public required RequestInfo Request { get; init; }
}

/// <summary>A cardholder disputes a captured payment; in the sandbox on the merchant's own order.</summary>
[GenerateSerializer, Alias("paygate.payment-intent.dispute-command"), Immutable]
public sealed record DisputePayment
{
    [Id(0)]
    public required Tenant Tenant { get; init; }

    /// <summary>Minor units; null disputes all that is left.</summary>
    [Id(1)]
    public long? Amount { get; init; }

    /// <summary>One of <see cref="DisputeReasons"/>.</summary>
    [Id(2)]
    public required string Reason { get; init; }

    [Id(3)]
    public required RequestInfo Request { get; init; }
}

/// <summary>A dispute has come to its end: the money comes back, or is gone.</summary>
[GenerateSerializer, Alias("paygate.payment-intent.end-dispute"), Immutable]
public sealed record EndPaymentDispute
{
    [Id(0)]
    public required Tenant Tenant { get; init; }

    [Id(1)]
    public required string DisputeId { get; init; }

    [Id(2)]
    public required bool Won { get; init; }
}

/// <summary>An HTTP answer rendered in the silo: what idempotency stores and the API passes on.</summary>
[GenerateSerializer, Alias("paygate.answer"), Immutable]
public sealed record Answer
{
    [Id(0)]
    public required int Status { get; init; }

    /// <summary>JSON without client secrets; the API splices them in on output.</summary>
    [Id(1)]
    public required byte[] Body { get; init; }
}
