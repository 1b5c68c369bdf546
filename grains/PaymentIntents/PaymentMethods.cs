using PayGate.Cards;
using PayGate.CardTokens;
using PayGate.Grains.Acquiring;
using PayGate.PaymentIntents;

namespace PayGate.Grains.PaymentIntents;

/// <summary>A payment method made ready for one attempt: what is shown of it, and how the bank gets the card.</summary>
internal sealed record UsableMethod(PaymentMethodSnapshot Snapshot, CardSource Card);

/// <summary>Finds payment methods by id: named test methods need no actor, stored cards are asked from theirs.</summary>
internal sealed class PaymentMethods(IGrainFactory grains, TimeProvider clock)
{
    /// <summary>
    /// What is shown of the card that came with the request, which is stored for a later attempt of this payment, or else of the method that is named.
    /// </summary>
    public async Task<Outcome<PaymentMethodSnapshot>> StoreOrFind(
        EnteredCard? card, string? methodId, Tenant tenant, string paymentId, CancellationToken cancellationToken)
    {
        if (card is null)
        {
            return await Find(methodId!, tenant, cancellationToken);
        }

        var stored = await Handle(card.HandleId).Create(ToCreate(card, tenant, paymentId), cancellationToken);
        return stored.IsSuccess ? await Find(card.HandleId, tenant, cancellationToken) : stored.Refusal;
    }

    /// <summary>A method for one attempt of one payment: a single-use card is taken by that payment for good, and may be used by it again.</summary>
    public async Task<Outcome<UsableMethod>> Use(string methodId, Tenant tenant, string paymentId, string attemptReference, CancellationToken cancellationToken)
    {
        if (TestMethods.TryGet(methodId, out var test))
        {
            var shown = new PaymentMethodSnapshot { Id = methodId, Card = test.ToDisplay(clock.GetUtcNow()) };
            return new UsableMethod(shown, new CardSource { TestMethod = methodId });
        }

        if (!IsHandle(methodId))
        {
            return NoSuchMethod(methodId);
        }

        var used = await Handle(methodId).Use(
            new UseCardToken { Tenant = tenant, Consumer = paymentId, UseId = attemptReference }, cancellationToken);
        return used.IsSuccess ? Usable(methodId, used.Value) : used.Refusal;
    }

    /// <summary>A card that came with the request, stored for this payment and used at once.</summary>
    public async Task<Outcome<UsableMethod>> StoreAndUse(
        EnteredCard card, Tenant tenant, string paymentId, string attemptReference, CancellationToken cancellationToken)
    {
        var used = await Handle(card.HandleId).CreateUsed(ToCreate(card, tenant, paymentId), attemptReference, cancellationToken);
        return used.IsSuccess ? Usable(card.HandleId, used.Value) : used.Refusal;
    }

    /// <summary>What is shown of a method, without using it.</summary>
    private async Task<Outcome<PaymentMethodSnapshot>> Find(string methodId, Tenant tenant, CancellationToken cancellationToken)
    {
        if (TestMethods.TryGet(methodId, out var test))
        {
            return new PaymentMethodSnapshot { Id = methodId, Card = test.ToDisplay(clock.GetUtcNow()) };
        }

        return IsHandle(methodId) && await Handle(methodId).Get(cancellationToken) is { } token && token.Tenant == tenant
            ? new PaymentMethodSnapshot { Id = methodId, Card = token.Card }
            : NoSuchMethod(methodId);
    }

    private static CreateCardToken ToCreate(EnteredCard card, Tenant tenant, string paymentId) => new()
    {
        Tenant = tenant,
        Card = card.Card,
        Billing = card.Billing,
        Reusable = false,
        Consumer = paymentId,
        Request = RequestInfo.None,
    };

    private static UsableMethod Usable(string methodId, UsableCard used) => new(
        new PaymentMethodSnapshot { Id = methodId, Card = used.Display, BillingName = used.Billing.Name },
        new CardSource { Card = used.Card });

    private static bool IsHandle(string methodId) => ObjectId.IsWellFormed("pm", methodId) || ObjectId.IsWellFormed("tok", methodId);

    private ICardTokenGrain Handle(string methodId) => grains.GetGrain<ICardTokenGrain>(methodId);

    private static Refusal NoSuchMethod(string methodId) =>
        new("resource_missing", $"No such PaymentMethod: '{methodId[..Math.Min(methodId.Length, 64)]}'.", "payment_method");
}
