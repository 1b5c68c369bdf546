namespace PayGate.Api.Pages;

/// <summary>Port of the demo shop: how it has a payment created, as any merchant's server would.</summary>
public interface IShopOrders
{
    /// <summary>Creates a payment intent with automatic capture. Each call is a new order.</summary>
    /// <param name="order">What is bought.</param>
    /// <param name="cancellationToken">Ends the wait, not necessarily the creation.</param>
    /// <exception cref="Exception">A fault; the shop has no expected refusals, and shows the gateway's error page.</exception>
    Task<ShopOrder> Create(NewShopOrder order, CancellationToken cancellationToken);
}

/// <summary>An order that a customer places.</summary>
public sealed record NewShopOrder
{
    /// <summary>The merchant that is paid; null means the demo merchant.</summary>
    public required string? MerchantId { get; init; }

    /// <summary>What was bought, in words for the customer.</summary>
    public required string Description { get; init; }

    public required Money Price { get; init; }

    /// <summary>The shop's own number of the order.</summary>
    public required string OrderId { get; init; }

    /// <summary>Absolute; where the customer goes after paying.</summary>
    public required string SuccessUrl { get; init; }

    /// <summary>Absolute; where the customer goes on giving up.</summary>
    public required string CancelUrl { get; init; }
}

/// <summary>The payment that an order waits for. The secret goes to the customer's browser, in a URL fragment and nowhere else.</summary>
public sealed record ShopOrder(string PaymentIntentId, string ClientSecret)
{
    public override string ToString() => PaymentIntentId;
}
