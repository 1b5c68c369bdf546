using PayGate.Cards;
using PayGate.CardTokens;
using PayGate.Customers;
using PayGate.PaymentIntents;

namespace PayGate.Grains.SetupIntents;

/// <summary>Finds what a setup names: the customer, and the handle of the card.</summary>
internal sealed class SetupMethods(IGrainFactory grains)
{
    /// <summary>What is shown of a method, without using it. A saved card is set up for its own customer only.</summary>
    public async Task<Outcome<PaymentMethodSnapshot>> Find(
        string methodId, Tenant tenant, string? customerId, RequestInfo request, CancellationToken cancellationToken) =>
        !ObjectId.IsWellFormed("pm", methodId) || await Handle(methodId).Show(tenant, request.RequestId, cancellationToken) is not { } token
            ? SetupRefusals.NoSuchMethod
            : token.Customer is { } owner && owner != customerId
            ? SetupRefusals.OtherCustomers
            : new PaymentMethodSnapshot { Id = methodId, Card = token.Card, BillingName = token.Billing.Name };

    /// <summary>The card for one verification. A single-use handle is the setup's from then on.</summary>
    public async Task<Outcome<SealedCard>> Use(string methodId, SetupUse use, CancellationToken cancellationToken)
    {
        var used = await Handle(methodId).Use(
            new UseCardToken
            {
                Tenant = use.Tenant,
                Consumer = use.SetupId,
                UseId = use.AttemptId,
                CustomerId = use.CustomerId,
                Purpose = CardAccessPurpose.Setup,
                RequestId = use.Request.RequestId,
            },
            cancellationToken);
        return used.IsSuccess ? used.Value.Card : used.Refusal;
    }

    /// <summary>Has the customer take the verified card. Null when it did.</summary>
    public async Task<Refusal?> Save(VerifiedSetup verified, CancellationToken cancellationToken)
    {
        var saved = await grains.GetGrain<ICustomerGrain>(verified.CustomerId).Attach(
            new AttachPaymentMethod
            {
                Tenant = verified.Tenant,
                MethodId = verified.MethodId,
                Request = verified.Request with { Claim = null },
                SetUp = verified.Card,
            },
            cancellationToken);
        return saved.IsSuccess ? null : saved.Refusal;
    }

    private ICardTokenGrain Handle(string methodId) => grains.GetGrain<ICardTokenGrain>(methodId);
}

/// <summary>What a setup takes a card for.</summary>
internal sealed record SetupUse(Tenant Tenant, string SetupId, string AttemptId, string? CustomerId, RequestInfo Request);

/// <summary>A verification that the bank approved, for a customer to take.</summary>
internal sealed record VerifiedSetup(Tenant Tenant, string CustomerId, string MethodId, VerifiedCard Card, RequestInfo Request);
