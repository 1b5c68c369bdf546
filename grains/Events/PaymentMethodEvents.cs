using PayGate.CardTokens;
using PayGate.Grains.CardTokens;
using PayGate.Grains.Journal;
using PayGate.PaymentIntents;
using PayGate.Wire.V1;

namespace PayGate.Grains.Events;

/// <summary>Which public events a handle's facts mean: those of a customer's saved card. Handles for a single use tell nothing.</summary>
internal sealed class PaymentMethodEvents : StreamEvents<CardToken, CardTokenEvent>
{
    public override string Prefix => "pm";

    public override IReadOnlyDictionary<string, string[]> TypesByFact { get; } = new Dictionary<string, string[]>
    {
        ["card_token.attached"] = ["payment_method.attached"],
        ["card_token.updated"] = ["payment_method.updated"],
        ["card_token.detached"] = ["payment_method.detached"],
    };

    protected override CardTokenEvent Read(StoredFact stored) => CardTokenStorage.ReadFact(stored.Type, stored.Data, stored.Details);

    protected override CardToken Apply(CardToken? state, CardTokenEvent fact) => CardTokenEvolution.Apply(state, fact);

    protected override Tenant TenantOf(CardToken state) => state.Tenant;

    protected override object ObjectOf(string type, CardToken state, CardTokenEvent fact) => state.ToPaymentMethodResource();

    /// <summary>
    /// What changes when a card comes to a customer or leaves it is whose it is. Contact data stands beside facts from then on only, and is erased with the card.
    /// </summary>
    protected override object ShownBefore(string type, Step step) => step.Fact switch
    {
        CardTokenAttached => step.After.ToPaymentMethodResource() with { Customer = null },
        CardTokenDetached detached => step.After.ToPaymentMethodResource() with { Customer = detached.Customer },
        _ => step.Before!.ToPaymentMethodResource(),
    };

    protected override RequestInfo RequestOf(Step step) => step.Fact switch
    {
        CardTokenAttached attached => attached.Request,
        CardTokenUpdated updated => updated.Request,
        CardTokenDetached detached => detached.Request,
        _ => RequestInfo.None,
    };
}
