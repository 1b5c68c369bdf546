using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PayGate.Api.Commands;
using PayGate.Api.Http;
using PayGate.Api.PaymentIntents;
using PayGate.Api.Queries;

namespace PayGate.Api.CheckoutPages;

/// <summary>
/// What the hosted page shows of a payment: readable with the intent's client secret, and nothing in it that a customer may not see.
/// </summary>
public static class CheckoutPageEndpoints
{
    public static void MapCheckoutPages(this IEndpointRouteBuilder routes) => routes
        .MapResource("checkout_pages", "Checkout", "What the hosted page shows to a customer.")
        .MapRead("/{id}", Retrieve, "retrieveCheckoutPage", "Retrieve what the hosted page shows of a payment")
        .AllowClientSecret("payment_intents:read");

    internal static async Task<Results<ResourceResult<CheckoutPageResource>, ErrorResult>> Retrieve(
        string id, Params<NoParams> request, PaymentReader payments, MerchantQueries merchants, TimeProvider clock) =>
        await payments.FindPayment(id, request.Context) is { } payment
            ? new ResourceResult<CheckoutPageResource>(
                Resource(payment, await merchants.FindName(payment.MerchantId, request.Aborted), clock.GetUtcNow()))
            : ErrorResult.ResourceMissing();

    private static CheckoutPageResource Resource(PaymentIntent payment, string merchantName, DateTimeOffset now)
    {
        var intent = payment.ToResource(Expansion.None, browser: true);
        return new CheckoutPageResource
        {
            Id = intent.Id,
            Amount = intent.Amount,
            AttemptsLeft = payment.AttemptsLeft,
            CancelUrl = intent.CancelUrl,
            CancellationReason = intent.CancellationReason,
            Currency = intent.Currency,
            Description = intent.Description,
            ExpiresAt = intent.ExpiresAt!.Value,
            Livemode = intent.Livemode,
            Merchant = new CheckoutMerchantResource { Name = merchantName },
            Now = now.ToUnixTimeSeconds(),
            OrderId = intent.OrderId,
            Status = intent.Status,
            SuccessUrl = intent.SuccessUrl,
        };
    }
}
