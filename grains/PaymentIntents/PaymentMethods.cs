using PayGate.Cards;
using PayGate.Grains.Acquiring;
using PayGate.PaymentIntents;

namespace PayGate.Grains.PaymentIntents;

/// <summary>A payment method made ready for one attempt: what is shown of it, and how the bank gets the card.</summary>
internal sealed record UsableMethod(PaymentMethodSnapshot Snapshot, Func<AuthorizationRequest, AuthorizationRequest> AddCard);

/// <summary>Finds payment methods by id: named test methods need no actor.</summary>
internal sealed class PaymentMethods(TimeProvider clock)
{
    public Outcome<PaymentMethodSnapshot> Find(string methodId) =>
        TestMethods.TryGet(methodId, out var test)
            ? new PaymentMethodSnapshot { Id = methodId, Card = test.ToDisplay(clock.GetUtcNow()) }
            : NoSuchMethod(methodId);

    public Outcome<UsableMethod> Use(string methodId)
    {
        var found = Find(methodId);
        return found.IsSuccess
            ? new UsableMethod(found.Value, request => request with { TestMethod = methodId })
            : found.Refusal;
    }

    private static Refusal NoSuchMethod(string methodId) =>
        new("resource_missing", $"No such PaymentMethod: '{methodId[..Math.Min(methodId.Length, 64)]}'.", "payment_method");
}
