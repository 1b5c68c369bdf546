using Microsoft.AspNetCore.Http;
using PayGate.Api.Http;

namespace PayGate.Api.PaymentIntents;

/// <summary>Shows a payment intent to a caller, with its client secret.</summary>
public sealed class IntentRenderer(IClientSecrets secrets)
{
    public PaymentIntentResource Render(PaymentIntent payment, Expansion expansion, HttpContext context) =>
        payment.ToResource(expansion, context.Caller().IsBrowser) with { ClientSecret = secrets.For(payment.Id) };
}
