using System.Text.Json;
using PayGate.Api.Hosting;
using PayGate.Api.Http;
using PayGate.Api.Pages;

namespace PayGate.Api.Shop;

/// <summary>
/// The demo shop as a merchant of its own gateway: it opens its payments at the payment actor, for the demo merchant only.
/// </summary>
public sealed class DemoShopOrders(ApiOptions options, IGrainFactory grains, IClientSecrets secrets, TimeProvider clock) : IShopOrders
{
    public async Task<ShopOrder> Create(NewShopOrder order, CancellationToken cancellationToken)
    {
        var tenant = new Tenant { MerchantId = order.MerchantId ?? await DemoMerchantId(cancellationToken), Livemode = false };
        var id = ObjectId.New("pi", tenant.MerchantId, clock.GetUtcNow());
        var opened = await grains.GetGrain<IPaymentIntentGrain>(id).Create(
            new CreatePaymentIntent
            {
                Tenant = tenant,
                Amount = order.Price,
                CaptureMethod = CaptureMethod.Automatic,
                Details = new IntentDetails
                {
                    Description = order.Description,
                    OrderId = order.OrderId,
                    SuccessUrl = order.SuccessUrl,
                    CancelUrl = order.CancelUrl,
                },
                Request = RequestInfo.None,
            },
            CancellationToken.None);
        return opened.IsSuccess
            ? new ShopOrder(id, secrets.For(id))
            : throw new InvalidOperationException($"The shop's order was refused: {opened.Refusal.Code}.");
    }

    private async Task<string> DemoMerchantId(CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(Path.Combine(options.DataDirectory, "demo-keys.json"));
        using var keys = await JsonDocument.ParseAsync(file, cancellationToken: cancellationToken);
        return keys.RootElement.GetProperty("merchant_id").GetString()!;
    }
}
