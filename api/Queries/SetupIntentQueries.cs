using PayGate.Api.Commands;
using PayGate.Api.SetupIntents;
using PayGate.SetupIntents;

namespace PayGate.Api.Queries;

/// <summary>Setups.</summary>
public sealed class SetupIntentQueries(ApiDatabase database) : HeadQueries<SetupIntent>(database, "seti", "paygate.setup_intents")
{
    /// <summary>One page of a merchant's setups; null for an unknown cursor.</summary>
    public Task<Page<SetupIntent>?> List(Tenant tenant, SetupListParams list, CancellationToken cancellationToken) => List(
        tenant,
        list.Query,
        sql => sql.AddWith(" and customer_id = ?", list.Customer).AddWith(" and payment_method_id = ?", list.PaymentMethod),
        cancellationToken);

    protected override SetupIntent ReadState(byte[] stored) => SetupIntentStorage.Read(stored);

    protected override Tenant TenantOf(SetupIntent item) => item.Tenant;
}
