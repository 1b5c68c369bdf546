using PayGate.Api.Commands;
using PayGate.Api.Settlements;
using PayGate.Settlements;

namespace PayGate.Api.Queries;

/// <summary>Batches that are closed; one that is still collecting is shown to nobody.</summary>
public sealed class SettlementQueries(ApiDatabase database) : HeadQueries<SettlementBatch>(database, SettlementBatch.Prefix, "paygate.settlement_batches")
{
    /// <summary>A closed batch of the tenant; null for every other.</summary>
    public async Task<SettlementBatch?> FindClosed(string id, Tenant tenant, CancellationToken cancellationToken) =>
        await Find(id, tenant, cancellationToken) is { Status: not SettlementBatchStatus.Collecting } batch ? batch : null;

    /// <summary>One page of a merchant's batches; null for an unknown cursor.</summary>
    public Task<Page<SettlementBatch>?> List(Tenant tenant, SettlementListParams list, CancellationToken cancellationToken) => List(
        tenant,
        list.Query,
        sql => sql.Add(" and status <> 'collecting'").AddWith(" and status = ?", list.Status).AddWith(" and currency = ?", list.Currency?.Code),
        cancellationToken);

    protected override SettlementBatch ReadState(byte[] stored) => SettlementBatchStorage.Read(stored);

    protected override Tenant TenantOf(SettlementBatch item) => item.Tenant;
}
