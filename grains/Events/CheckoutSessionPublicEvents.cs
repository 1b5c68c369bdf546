using PayGate.CheckoutSessions;
using PayGate.Grains.CheckoutSessions;
using PayGate.Grains.Journal;
using PayGate.PaymentIntents;
using PayGate.Wire.V1;

namespace PayGate.Grains.Events;

/// <summary>Which public events a session's facts mean, and what they show.</summary>
internal sealed class CheckoutSessionPublicEvents : StreamEvents<CheckoutSession, CheckoutSessionEvent>
{
    public override string Prefix => ICheckoutSessionGrain.Prefix;

    public override IReadOnlyDictionary<string, string[]> TypesByFact { get; } = new Dictionary<string, string[]>
    {
        ["checkout_session.completed"] = ["checkout.session.completed"],
        ["checkout_session.expired"] = ["checkout.session.expired"],
    };

    protected override CheckoutSessionEvent Read(StoredFact stored) => CheckoutSessionFacts.Catalog.Read(stored.Type, stored.Data);

    protected override CheckoutSession Apply(CheckoutSession? state, CheckoutSessionEvent fact) => CheckoutSessionEvolution.Apply(state, fact);

    protected override Tenant TenantOf(CheckoutSession state) => state.Tenant;

    protected override object ObjectOf(string type, CheckoutSession state, CheckoutSessionEvent fact) => state.ToResource();

    protected override RequestInfo RequestOf(Step step) =>
        step.Fact is SessionExpired expired ? expired.Request : RequestInfo.None;
}
