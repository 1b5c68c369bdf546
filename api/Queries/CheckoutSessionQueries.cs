using PayGate.Api.CheckoutSessions;
using PayGate.Api.Commands;
using PayGate.CheckoutSessions;

namespace PayGate.Api.Queries;

/// <summary>Checkout sessions.</summary>
public sealed class CheckoutSessionQueries(ApiDatabase database)
    : HeadQueries<CheckoutSession>(database, ICheckoutSessionGrain.Prefix, "paygate.checkout_sessions")
{
    /// <summary>One page of a merchant's sessions; null for an unknown cursor.</summary>
    public Task<Page<CheckoutSession>?> List(Tenant tenant, SessionListParams list, CancellationToken cancellationToken) => List(
        tenant,
        list.Query,
        sql => sql
            .AddWith(" and customer_id = ?", list.Customer)
            .AddWith(" and payment_intent_id = ?", list.PaymentIntent)
            .AddWith(" and order_id = ?", list.OrderId)
            .AddWith(" and payment_link_id = ?", list.PaymentLink)
            .AddWith(" and status = ?", list.Status),
        cancellationToken);

    protected override CheckoutSession ReadState(byte[] stored) => CheckoutSessionStorage.Read(stored);

    protected override Tenant TenantOf(CheckoutSession item) => item.Tenant;
}
