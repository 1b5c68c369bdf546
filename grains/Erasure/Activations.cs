using Orleans.Core.Internal;
using PayGate.CardTokens;
using PayGate.CheckoutSessions;
using PayGate.Disputes;
using PayGate.PaymentIntents;
using PayGate.RefundRequests;
using PayGate.SetupIntents;

namespace PayGate.Grains.Erasure;

/// <summary>Ends activations, so that none shows from its memory what was erased.</summary>
internal static class Activations
{
    public static async Task End(IGrainFactory grains, string id)
    {
        IGrain grain = id[..id.IndexOf('_', StringComparison.Ordinal)] switch
        {
            "pm" or "tok" => grains.GetGrain<ICardTokenGrain>(id),
            "pi" => grains.GetGrain<IPaymentIntentGrain>(id),
            "seti" => grains.GetGrain<ISetupIntentGrain>(id),
            ICheckoutSessionGrain.Prefix => grains.GetGrain<ICheckoutSessionGrain>(id),
            Dispute.Prefix => grains.GetGrain<IDisputeGrain>(id),
            "rr" => grains.GetGrain<IRefundRequestGrain>(id),
            var kind => throw new InvalidOperationException($"No actor is known for ids that begin with {kind}."),
        };
        await grain.AsReference<IGrainManagementExtension>().DeactivateOnIdle();
    }
}
