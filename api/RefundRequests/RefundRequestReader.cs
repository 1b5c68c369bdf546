using Microsoft.AspNetCore.Http;
using PayGate.Api.PaymentIntents;
using PayGate.Api.Queries;
using PayGate.RefundRequests;

namespace PayGate.Api.RefundRequests;

/// <summary>Shows refund requests to their merchant, with customer, payment and refund in the place of the ids where that was asked for.</summary>
public sealed class RefundRequestReader(CustomerQueries customers, PaymentReader payments, PaymentRelations relations)
{
    public async Task<RefundRequestResource> Render(RefundRequest request, Expansion expansion, HttpContext context)
    {
        var resource = request.ToResource();
        if (expansion.Contains("customer") && await customers.Find(request.Customer, request.Tenant, context.RequestAborted) is { } customer)
        {
            resource = resource with { Customer = new Expandable(request.Customer, customer.ToAnyResource()) };
        }

        if ((expansion.Contains("payment_intent") || expansion.Contains("refund"))
            && await payments.FindPayment(request.PaymentIntent, context) is { } payment)
        {
            var known = await relations.Load(expansion, [payment], context.RequestAborted);
            resource = resource with
            {
                PaymentIntent = expansion.Contains("payment_intent")
                    ? new Expandable(payment.Id, payment.ToResource(known.Below("payment_intent")) with { ClientSecret = null })
                    : resource.PaymentIntent,
                Refund = expansion.Contains("refund") && payment.Refunds.SingleOrDefault(made => made.Id == request.Refund?.Id) is { } refund
                    ? new Expandable(refund.Id, payment.ToRefundResource(refund, known.Below("refund")))
                    : resource.Refund,
            };
        }

        return resource;
    }
}
