using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PayGate.Api.Commands;
using PayGate.Api.Http;
using PayGate.Api.PaymentIntents;
using PayGate.Api.Queries;
using PayGate.PaymentIntents;
using PayGate.Wire.V1;

namespace PayGate.Api.CheckoutPages;

/// <summary>What the hosted page shows of a payment: readable with the intent's client secret, and nothing in it that a customer may not see.</summary>
public static class CheckoutPageEndpoints
{
    public static IEndpointRouteBuilder MapCheckoutPages(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/checkout_pages/{id}", Retrieve).WithTags("Checkout").AllowClientSecret("payment_intents:read");
        return routes;
    }

    internal static async Task<IResult> Retrieve(
        string id, HttpContext context, PaymentReader payments, MerchantQueries merchants, TimeProvider clock)
    {
        var read = await RequestParams.Read(context);
        if (!read.IsSuccess)
        {
            return ErrorResult.From(read.Refusal);
        }

        if (read.Value.Bind().Refusal() is { } refusal)
        {
            return ErrorResult.From(refusal);
        }

        return await payments.FindPayment(id, context) is { } payment
            ? new ResourceResult(Resource(payment, await merchants.FindName(payment.MerchantId, context.RequestAborted), clock.GetUtcNow()))
            : ErrorResult.ResourceMissing();
    }

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
