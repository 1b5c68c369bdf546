using Microsoft.AspNetCore.Http;
using PayGate.Api.Http;
using PayGate.Api.PaymentIntents;
using PayGate.Api.Queries;
using PayGate.CheckoutSessions;

namespace PayGate.Api.CheckoutSessions;

/// <summary>Shows a session, with the secret in its url and with the objects that were asked for.</summary>
public sealed class SessionRenderer(IClientSecrets secrets, CustomerQueries customers, PaymentReader payments, IntentRenderer intents)
{
    public async Task<CheckoutSessionResource> Render(CheckoutSession session, Expansion expansion, HttpContext context)
    {
        var resource = session.ToResource() with { Url = session.PageUrl(secrets.For(session.PaymentIntentId)) };
        if (expansion.Contains("customer") && session.Details.Customer is { } customerId
            && await customers.Find(customerId, session.Tenant, context.RequestAborted) is { } customer)
        {
            resource = resource with { Customer = new Expandable(customerId, customer.ToAnyResource()) };
        }

        return expansion.Contains("payment_intent") && await payments.FindPayment(session.PaymentIntentId, context) is { } payment
            ? resource with { PaymentIntent = new Expandable(payment.Id, intents.Render(payment, expansion.Below("payment_intent"), context)) }
            : resource;
    }
}
