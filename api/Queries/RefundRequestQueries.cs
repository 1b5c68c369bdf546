using PayGate.Api.Commands;
using PayGate.Api.RefundRequests;
using PayGate.RefundRequests;

namespace PayGate.Api.Queries;

/// <summary>Refund requests.</summary>
public sealed class RefundRequestQueries(ApiDatabase database) : HeadQueries<RefundRequest>(database, "rr", "paygate.refund_requests")
{
    /// <summary>One page of a merchant's requests; null for an unknown cursor.</summary>
    public Task<Page<RefundRequest>?> List(Tenant tenant, RefundRequestListParams list, CancellationToken cancellationToken) => List(
        tenant,
        list.Query,
        sql => sql
            .AddWith(" and status = ?", list.Status)
            .AddWith(" and customer_id = ?", list.Customer)
            .AddWith(" and payment_intent_id = ?", list.PaymentIntent),
        cancellationToken);

    protected override RefundRequest ReadState(byte[] stored) => RefundRequestStorage.Read(stored);

    protected override Tenant TenantOf(RefundRequest item) => item.Tenant;
}
