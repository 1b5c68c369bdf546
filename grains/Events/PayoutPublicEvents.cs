using PayGate.Grains.Journal;
using PayGate.Grains.Payouts;
using PayGate.PaymentIntents;
using PayGate.Payouts;
using PayGate.Wire.V1;

namespace PayGate.Grains.Events;

/// <summary>Which public events a payout's facts mean, and what they show. Time and the bank move most of it.</summary>
internal sealed class PayoutPublicEvents : StreamEvents<Payout, PayoutEvent>
{
    public override string Prefix => Payout.Prefix;

    public override IReadOnlyDictionary<string, string[]> TypesByFact { get; } = new Dictionary<string, string[]>
    {
        ["payout.created"] = ["payout.created"],
        ["payout.sent"] = ["payout.updated"],
        ["payout.accepted"] = ["payout.updated"],
        ["payout.updated"] = ["payout.updated"],
        ["payout.paid"] = ["payout.paid"],
        ["payout.failed"] = ["payout.failed"],
        ["payout.canceled"] = ["payout.canceled"],
    };

    protected override PayoutEvent Read(StoredFact stored) => PayoutFacts.Catalog.Read(stored.Type, stored.Data);

    protected override Payout Apply(Payout? state, PayoutEvent fact) => PayoutDecider.Apply(state, fact);

    protected override Tenant TenantOf(Payout state) => state.Tenant;

    protected override object ObjectOf(string type, Payout state, PayoutEvent fact) => state.ToResource(Expansion.None);

    protected override RequestInfo RequestOf(Step step) => step.Fact switch
    {
        PayoutCreated created => created.Request,
        PayoutUpdated updated => updated.Request,
        PayoutCanceled canceled => canceled.Request,
        _ => RequestInfo.None,
    };
}
