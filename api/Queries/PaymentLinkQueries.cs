using PayGate.Api.Commands;
using PayGate.Api.PaymentLinks;
using PayGate.PaymentLinks;

namespace PayGate.Api.Queries;

/// <summary>Payment links.</summary>
public sealed class PaymentLinkQueries(ApiDatabase database) : HeadQueries<PaymentLink>(database, IPaymentLinkGrain.Prefix, "paygate.payment_links")
{
    /// <summary>One page of a merchant's links; null for an unknown cursor.</summary>
    public Task<Page<PaymentLink>?> List(Tenant tenant, LinkListParams list, CancellationToken cancellationToken) =>
        List(tenant, list.Query, sql => sql.AddWith(" and active = ?", list.Active), cancellationToken);

    protected override PaymentLink ReadState(byte[] stored) => PaymentLinkStorage.Read(stored);

    protected override Tenant TenantOf(PaymentLink item) => item.Tenant;
}
