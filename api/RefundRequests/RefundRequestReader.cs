using PayGate.Api.PaymentIntents;
using PayGate.Api.Queries;
using PayGate.RefundRequests;

namespace PayGate.Api.RefundRequests;

/// <summary>Shows refund requests to their merchant, with customer, payment and refund in the place of the ids where that was asked for.</summary>
public sealed class RefundRequestReader(PaymentQueries payments, PaymentRelations relations)
{
    /// <summary>All of them with as many reads as one of them.</summary>
    /// <param name="requests">Of the tenant.</param>
    /// <param name="tenant">Merchant and mode.</param>
    /// <param name="expansion">What was asked for in the place of ids.</param>
    /// <param name="cancellationToken">Of the request.</param>
    public async Task<IReadOnlyList<RefundRequestResource>> Render(
        IReadOnlyList<RefundRequest> requests, Tenant tenant, Expansion expansion, CancellationToken cancellationToken)
    {
        if (expansion.Paths.Count == 0)
        {
            return [.. requests.Select(request => request.ToResource())];
        }

        var paid = await payments.FindAll(requests.Select(request => request.PaymentIntent), tenant, cancellationToken);
        // A request's customer is its payment's.
        var known = await relations.Load(expansion, paid, cancellationToken);
        var byId = paid.ToDictionary(payment => payment.Id);
        return [.. requests.Select(request => Expanded(request, byId[request.PaymentIntent], known))];
    }

    private static RefundRequestResource Expanded(RefundRequest request, PaymentIntent payment, Expansion known)
    {
        var resource = request.ToResource();
        return resource with
        {
            Customer = known.Show("customer", request.Customer),
            PaymentIntent = known.Contains("payment_intent")
                ? new Expandable(payment.Id, payment.ToResource(known.Below("payment_intent")) with { ClientSecret = null })
                : resource.PaymentIntent,
            Refund = known.Contains("refund") && payment.Refunds.SingleOrDefault(made => made.Id == request.Refund?.Id) is { } refund
                ? new Expandable(refund.Id, payment.ToRefundResource(refund, known.Below("refund")))
                : resource.Refund,
        };
    }
}
