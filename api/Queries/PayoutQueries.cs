using PayGate.Api.Commands;
using PayGate.Api.Payouts;
using PayGate.Payouts;

namespace PayGate.Api.Queries;

/// <summary>Payouts.</summary>
public sealed class PayoutQueries(ApiDatabase database) : HeadQueries<Payout>(database, Payout.Prefix, "paygate.payouts")
{
    /// <summary>One page of a merchant's payouts; null for an unknown cursor.</summary>
    public Task<Page<Payout>?> List(Tenant tenant, PayoutListParams list, CancellationToken cancellationToken) => List(
        tenant,
        list.Query,
        sql => sql
            .AddWith(" and status = ?", list.Status)
            .AddWith(" and destination = ?", list.Destination)
            .AddWith(" and arrival_at >= ?", list.Arrival.From?.UtcDateTime)
            .AddWith(" and arrival_at < ?", list.Arrival.Before?.UtcDateTime),
        cancellationToken);

    protected override Payout ReadState(byte[] stored) => PayoutStorage.Read(stored);

    protected override Tenant TenantOf(Payout item) => item.Tenant;
}
