namespace PayGate.Api.Pages;

/// <summary>Port of the demo shop: how it has a payment created, as any merchant's server would.</summary>
public interface IShopOrders
{
    /// <summary>
    /// Creates a payment intent with automatic capture. Each call is a new order.
    /// </summary>
    /// <param name="merchantId">The merchant that is paid; null means the demo merchant.</param>
    /// <param name="description">What was bought, in words for the customer.</param>
    /// <param name="amountMinor">Minor units of the currency, within its limits.</param>
    /// <param name="currency">ISO 4217, lower case.</param>
    /// <param name="orderId">The shop's own number of the order.</param>
    /// <param name="successUrl">Absolute; where the customer goes after paying.</param>
    /// <param name="cancelUrl">Absolute; where the customer goes on giving up.</param>
    /// <param name="cancellationToken">Ends the wait, not necessarily the creation.</param>
    /// <exception cref="Exception">A fault; the shop has no expected refusals, and shows the gateway's error page.</exception>
    Task<ShopOrder> Create(
        string? merchantId,
        string description,
        long amountMinor,
        string currency,
        string orderId,
        string successUrl,
        string cancelUrl,
        CancellationToken cancellationToken);
}

/// <summary>The payment that an order waits for. The secret goes to the customer's browser, in a URL fragment and nowhere else.</summary>
public sealed record ShopOrder(string PaymentIntentId, string ClientSecret)
{
    public override string ToString() => PaymentIntentId;
}
