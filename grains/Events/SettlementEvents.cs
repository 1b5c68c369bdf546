using PayGate.Grains.Journal;
using PayGate.Grains.Settlements;
using PayGate.PaymentIntents;
using PayGate.Settlements;
using PayGate.Wire.V1;

namespace PayGate.Grains.Events;

/// <summary>Which public events a batch's facts mean, and what they show. It begins for the merchant when it is closed; time alone moves it.</summary>
internal sealed class SettlementEvents : StreamEvents<SettlementBatch, SettlementBatchEvent>
{
    public override string Prefix => SettlementBatch.Prefix;

    public override IReadOnlyDictionary<string, string[]> TypesByFact { get; } = new Dictionary<string, string[]>
    {
        ["settlement_batch.closed"] = ["settlement.created"],
        ["settlement_batch.settled"] = ["settlement.settled"],
        ["settlement_batch.failed"] = ["settlement.failed"],
    };

    protected override SettlementBatchEvent Read(StoredFact stored) => SettlementFacts.Batches.Read(stored.Type, stored.Data);

    protected override SettlementBatch Apply(SettlementBatch? state, SettlementBatchEvent fact) => SettlementBatchDecider.Apply(state, fact);

    protected override Tenant TenantOf(SettlementBatch state) => state.Tenant;

    protected override object ObjectOf(string type, SettlementBatch state, SettlementBatchEvent fact) => state.ToResource();

    protected override RequestInfo RequestOf(Step step) => RequestInfo.None;
}
