using PayGate.PaymentIntents;

namespace PayGate.Wire.V1;

/// <summary>PayGate's own <c>checkout_page</c>: a payment as its customer sees it.</summary>
public sealed record CheckoutPageResource
{
    public required string Id { get; init; }

    [Words("checkout_page")]
    public string Object { get; init; } = "checkout_page";

    public required long Amount { get; init; }

    public required int AttemptsLeft { get; init; }

    public string? CancelUrl { get; init; }

    [Words("abandoned", "automatic", "duplicate", "expired", "fraudulent", "requested_by_customer")]
    public string? CancellationReason { get; init; }

    public required string Currency { get; init; }

    public string? Description { get; init; }

    public required long ExpiresAt { get; init; }

    public IReadOnlyList<CheckoutLineItemResource> LineItems { get; init; } = [];

    public required bool Livemode { get; init; }

    public required CheckoutMerchantResource Merchant { get; init; }

    /// <summary>The server's clock, so that a countdown is honest on a device whose clock is wrong.</summary>
    public required long Now { get; init; }

    public string? OrderId { get; init; }

    /// <summary>Null until something was paid or held.</summary>
    public string? ReceiptUrl { get; init; }

    [Words(typeof(PaymentIntentStatus))]
    public required string Status { get; init; }

    public string? SuccessUrl { get; init; }
}

public sealed record CheckoutMerchantResource
{
    public required string Name { get; init; }
}

public sealed record CheckoutLineItemResource
{
    public required long Amount { get; init; }

    public required string Name { get; init; }

    public required long Quantity { get; init; }
}
