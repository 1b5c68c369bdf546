using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PayGate.Api.Commands;
using PayGate.Api.Http;
using PayGate.Api.PaymentIntents;
using PayGate.Api.Queries;
using PayGate.CheckoutSessions;

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
        string id, Params<NoParams> request, PaymentReader payments, MerchantQueries merchants, CheckoutSessionQueries sessions, TimeProvider clock)
    {
        if (await payments.FindPayment(id, request.Context) is not { } payment)
        {
            return ErrorResult.ResourceMissing();
        }

        var session = payment.Details.CheckoutSession is { } sessionId ? await sessions.Find(sessionId, payment.Tenant, request.Aborted) : null;
        var merchantName = await merchants.FindName(payment.MerchantId, request.Aborted);
        return new ResourceResult<CheckoutPageResource>(Resource(payment, session, merchantName, clock.GetUtcNow()));
    }

    private static CheckoutPageResource Resource(PaymentIntent payment, CheckoutSession? session, string merchantName, DateTimeOffset now)
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
            LineItems =
            [
                .. (session?.Lines ?? []).Select(line => new CheckoutLineItemResource
                {
                    Amount = line.Amount.MinorUnits, Name = line.Name, Quantity = line.Quantity,
                }),
            ],
            Livemode = intent.Livemode,
            Merchant = new CheckoutMerchantResource { Name = merchantName },
            Now = now.ToUnixTimeSeconds(),
            OrderId = intent.OrderId,
            ReceiptUrl = payment.StandingAttempt?.ReceiptUrl,
            Status = intent.Status,
            SuccessUrl = intent.SuccessUrl,
        };
    }
}
