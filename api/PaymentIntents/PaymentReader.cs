using Microsoft.AspNetCore.Http;
using PayGate.Api.Http;
using PayGate.Api.Queries;

namespace PayGate.Api.PaymentIntents;

/// <summary>Reads one payment for a caller: of its own merchant and mode only, and with what time has made due done first.</summary>
public sealed class PaymentReader(PaymentQueries queries, IGrainFactory grains, TimeProvider clock)
{
    public async Task<PaymentIntent?> FindPayment(string id, HttpContext context) =>
        (await Find(PaymentKind.PaymentIntent, id, context))?.Payment;

    /// <summary>Null for what is unknown, of another merchant or of the other mode alike.</summary>
    public async Task<FoundPayment?> Find(PaymentKind kind, string id, HttpContext context)
    {
        var found = await queries.Find(kind, id, context.RequestAborted);
        if (found is null || !MaySee(context.Caller(), found.Payment))
        {
            return null;
        }

        if (found.DueAt is not { } due || due > clock.GetUtcNow() || !IsExpiry(found.Payment))
        {
            return found;
        }

        await grains.GetGrain<IPaymentIntentGrain>(found.Payment.Id).Wake(CancellationToken.None);
        return await queries.Find(kind, id, context.RequestAborted);
    }

    /// <summary>Only deadlines are waited for: questions to the bank go on in the background, a read never waits for them.</summary>
    private static bool IsExpiry(PaymentIntent payment) =>
        payment.Status is not (PaymentIntentStatus.Processing or PaymentIntentStatus.Succeeded or PaymentIntentStatus.Canceled);

    private static bool MaySee(Caller caller, PaymentIntent payment) =>
        caller.Kind == CallerKind.ClientSecret
            ? caller.ClientSecretObjectId == payment.Id
            : caller.MerchantId == payment.MerchantId && caller.Livemode == payment.Livemode
              && (caller.ClientSecretObjectId is null || caller.ClientSecretObjectId == payment.Id);
}
