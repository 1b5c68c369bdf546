using PayGate.Grains.Journal;
using PayGate.Grains.RefundRequests;
using PayGate.PaymentIntents;
using PayGate.RefundRequests;
using PayGate.Wire.V1;

namespace PayGate.Grains.Events;

/// <summary>Which public events a refund request's facts mean, and what they show.</summary>
internal sealed class RefundRequestEvents : StreamEvents<RefundRequest, RefundRequestEvent>
{
    public override string Prefix => "rr";

    public override IReadOnlyDictionary<string, string[]> TypesByFact { get; } = new Dictionary<string, string[]>
    {
        ["refund_request.created"] = ["refund_request.created"],
        ["refund_request.approved"] = ["refund_request.approved"],
        ["refund_request.rejected"] = ["refund_request.rejected"],
        ["refund_request.completed"] = ["refund_request.completed"],
        ["refund_request.failed"] = ["refund_request.failed"],
    };

    protected override RefundRequestEvent Read(StoredFact stored) => RefundRequestFacts.Catalog.Read(stored.Type, stored.Data);

    protected override RefundRequest Apply(RefundRequest? state, RefundRequestEvent fact) => RefundRequestDecider.Apply(state, fact);

    protected override Tenant TenantOf(RefundRequest state) => state.Tenant;

    protected override object ObjectOf(string type, RefundRequest state, RefundRequestEvent fact) => state.ToResource();

    protected override RequestInfo RequestOf(Step step) => step.Fact switch
    {
        RefundRequestCreated created => created.Request,
        RefundRequestRejected rejected => rejected.Request,
        _ => step.After.Refund!.Request,
    };
}
