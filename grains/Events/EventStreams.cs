namespace PayGate.Grains.Events;

/// <summary>All kinds of streams that are told as public events: a new one adds its line here.</summary>
public static class EventStreams
{
    public static readonly IReadOnlyList<IStreamEvents> All =
    [
        new PaymentEvents(), new CustomerEvents(), new PaymentMethodEvents(), new SetupIntentEvents(), new CheckoutSessionPublicEvents(), new RefundRequestEvents(),
        new SettlementEvents(), new DisputeEvents(), new PayoutPublicEvents(),
    ];

    /// <summary>The kind that a stream's id names.</summary>
    public static IStreamEvents Of(string streamId) => All.Single(kind => streamId.StartsWith(kind.Prefix + "_", StringComparison.Ordinal));
}
