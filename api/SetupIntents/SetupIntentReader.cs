using Microsoft.AspNetCore.Http;
using PayGate.Api.CardTokens;
using PayGate.Api.Http;
using PayGate.Api.Queries;
using PayGate.SetupIntents;

namespace PayGate.Api.SetupIntents;

/// <summary>Reads one setup for a caller, of its own merchant and mode only, and shows it with its client secret.</summary>
public sealed class SetupIntentReader(
    SetupIntentQueries queries, CustomerQueries customers, PaymentMethodReader methods, IClientSecrets secrets)
{
    /// <summary>Null for what is unknown, of another merchant or of the other mode alike.</summary>
    public async Task<SetupIntent?> Find(string id, HttpContext context) =>
        await queries.Find(id, context.RequestAborted) is { } setup && MaySee(context.Caller(), setup) ? setup : null;

    public async Task<SetupIntentResource> Render(SetupIntent setup, Expansion expansion, HttpContext context)
    {
        var browser = context.Caller().IsBrowser;
        var resource = setup.ToResource(browser) with { ClientSecret = secrets.For(setup.Id) };
        if (browser)
        {
            return resource;
        }

        if (setup.Details.Customer is { } customerId
            && expansion.Contains("customer")
            && await customers.Find(customerId, setup.Tenant, context.RequestAborted) is { } customer)
        {
            resource = resource with { Customer = new Expandable(customerId, customer.ToAnyResource()) };
        }

        return setup.PaymentMethod is { } method
            && expansion.Contains("payment_method")
            && await methods.Find(method.Id, setup.Tenant, expansion.Below("payment_method"), context.RequestAborted) is { } shown
            ? resource with { PaymentMethod = new Expandable(method.Id, shown) }
            : resource;
    }

    private static bool MaySee(Caller caller, SetupIntent setup) =>
        caller.Kind == CallerKind.ClientSecret
            ? caller.ClientSecretObjectId == setup.Id
            : caller.MerchantId == setup.Tenant.MerchantId && caller.Livemode == setup.Tenant.Livemode
              && (caller.ClientSecretObjectId is null || caller.ClientSecretObjectId == setup.Id);
}
