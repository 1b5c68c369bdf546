using PayGate.Disputes;
using PayGate.Grains.Disputes;
using PayGate.Grains.Journal;
using PayGate.PaymentIntents;
using PayGate.Wire.V1;

namespace PayGate.Grains.Events;

/// <summary>Which public events a dispute's facts mean, and what they show.</summary>
internal sealed class DisputeEvents : StreamEvents<Dispute, DisputeEvent>
{
    public override string Prefix => Dispute.Prefix;

    public override IReadOnlyDictionary<string, string[]> TypesByFact { get; } = new Dictionary<string, string[]>
    {
        ["dispute.created"] = ["charge.dispute.created", "charge.dispute.funds_withdrawn"],
        ["dispute.updated"] = ["charge.dispute.updated"],
        ["dispute.won"] = ["charge.dispute.closed"],
        ["dispute.lost"] = ["charge.dispute.closed"],
        ["dispute.reinstated"] = ["charge.dispute.funds_reinstated"],
    };

    protected override DisputeEvent Read(StoredFact stored) => DisputeFacts.Catalog.Read(stored.Type, stored.Data);

    protected override Dispute Apply(Dispute? state, DisputeEvent fact) => DisputeDecider.Apply(state, fact);

    protected override Tenant TenantOf(Dispute state) => state.Tenant;

    protected override object ObjectOf(string type, Dispute state, DisputeEvent fact) => state.ToResource();

    protected override RequestInfo RequestOf(Step step) => step.Fact switch
    {
        DisputeCreated created => created.Request,
        DisputeUpdated updated => updated.Request,
        DisputeWon won => won.Request,
        DisputeLost lost => lost.Request,
        _ => RequestInfo.None,
    };
}
