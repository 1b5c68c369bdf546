using PayGate.Api.PaymentIntents;
using PayGate.Api.Queries;
using PayGate.Disputes;

namespace PayGate.Api.Disputes;

/// <summary>Shows disputes to their merchant, with charge and payment in the place of the ids where that was asked for.</summary>
public sealed class DisputeReader(PaymentQueries payments, PaymentRelations relations)
{
    /// <summary>All of them with as many reads as one of them.</summary>
    /// <param name="disputes">Of the tenant.</param>
    /// <param name="tenant">Merchant and mode.</param>
    /// <param name="expansion">What was asked for in the place of ids.</param>
    /// <param name="cancellationToken">Of the request.</param>
    public async Task<IReadOnlyList<DisputeResource>> Render(
        IReadOnlyList<Dispute> disputes, Tenant tenant, Expansion expansion, CancellationToken cancellationToken)
    {
        if (expansion.Paths.Count == 0)
        {
            return [.. disputes.Select(dispute => dispute.ToResource())];
        }

        var paid = await payments.FindAll(disputes.Select(dispute => dispute.PaymentIntent), tenant, cancellationToken);
        var known = await relations.Load(expansion, paid, cancellationToken);
        var byId = paid.ToDictionary(payment => payment.Id);
        return [.. disputes.Select(dispute => Expanded(dispute, byId[dispute.PaymentIntent], known))];
    }

    private static DisputeResource Expanded(Dispute dispute, PaymentIntent payment, Expansion known)
    {
        var resource = dispute.ToResource();
        return resource with
        {
            Charge = known.Contains("charge")
                ? new Expandable(
                    dispute.Charge, payment.ToChargeResource(payment.Attempts.Single(tried => tried.ChargeId == dispute.Charge), known.Below("charge")))
                : resource.Charge,
            PaymentIntent = known.Contains("payment_intent")
                ? new Expandable(payment.Id, payment.ToResource(known.Below("payment_intent")) with { ClientSecret = null })
                : resource.PaymentIntent,
        };
    }
}
