using PayGate.Api.Commands;
using PayGate.Api.Disputes;
using PayGate.Disputes;

namespace PayGate.Api.Queries;

/// <summary>Disputes, as they read at the moment of the question: one whose deadline has passed is lost, whether or not its actor has written that down yet.</summary>
public sealed class DisputeQueries(ApiDatabase database, TimeProvider clock) : HeadQueries<Dispute>(database, Dispute.Prefix, "paygate.disputes")
{
    /// <summary>One page of a merchant's disputes; null for an unknown cursor.</summary>
    public Task<Page<Dispute>?> List(Tenant tenant, DisputeListParams list, CancellationToken cancellationToken) => List(
        tenant,
        list.Query,
        sql => sql
            .AddWith(" and charge_id = ?", list.Charge)
            .AddWith(" and payment_intent_id = ?", list.PaymentIntent),
        cancellationToken);

    protected override Dispute ReadState(byte[] stored) => DisputeStorage.Read(stored).AsOf(clock.GetUtcNow());

    protected override Tenant TenantOf(Dispute item) => item.Tenant;
}
