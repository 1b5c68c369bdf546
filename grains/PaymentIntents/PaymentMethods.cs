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
    /// <summary>What is shown of a method, without using it.</summary>
    public async Task<Outcome<PaymentMethodSnapshot>> Find(string methodId, Tenant tenant, CancellationToken cancellationToken)
    {
        if (TestMethods.TryGet(methodId, out var test))
        {
            return new PaymentMethodSnapshot { Id = methodId, Card = test.ToDisplay(clock.GetUtcNow()) };
        }

        return IsHandle(methodId) && await Handle(methodId).Get(cancellationToken) is { } token && token.Tenant == tenant
            ? new PaymentMethodSnapshot { Id = methodId, Card = token.Card }
            : NoSuchMethod(methodId);
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
        return used.IsSuccess
            ? new UsableMethod(
                new PaymentMethodSnapshot { Id = methodId, Card = used.Value.Display, BillingName = used.Value.Billing.Name },
                new CardSource { Card = used.Value.Card })
            : used.Refusal;
    }

    private static bool IsHandle(string methodId) => ObjectId.IsWellFormed("pm", methodId) || ObjectId.IsWellFormed("tok", methodId);

    private ICardTokenGrain Handle(string methodId) => grains.GetGrain<ICardTokenGrain>(methodId);

    private static Refusal NoSuchMethod(string methodId) =>
        new("resource_missing", $"No such PaymentMethod: '{methodId[..Math.Min(methodId.Length, 64)]}'.", "payment_method");
}
