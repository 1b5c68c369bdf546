using PayGate.PaymentIntents;

namespace PayGate.Grains.CheckoutSessions;

/// <summary>Port to the payments' rows, for an actor that must not wait for theirs.</summary>
public interface IPaymentStates
{
    /// <summary>The status as last committed.</summary>
    Task<PaymentIntentStatus> Find(string paymentIntentId, CancellationToken cancellationToken);
}
