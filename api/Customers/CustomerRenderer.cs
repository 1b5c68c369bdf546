using PayGate.Api.CardTokens;
using PayGate.Customers;

namespace PayGate.Api.Customers;

/// <summary>Shows a customer, with its default payment method in the place of the id where that was asked for.</summary>
public sealed class CustomerRenderer(PaymentMethodReader methods)
{
    private const string Settings = "invoice_settings";
    private const string Method = "default_payment_method";

    public async Task<IAnyCustomerResource> Render(Customer customer, Expansion expansion, CancellationToken cancellationToken)
    {
        var below = expansion.Below(Settings);
        return customer.Details.DefaultPaymentMethod is { } id
            && below.Contains(Method)
            && await methods.Find(id, customer.Tenant, below.Below(Method), cancellationToken) is { } method
            ? customer.ToResource() with { InvoiceSettings = new InvoiceSettingsResource { DefaultPaymentMethod = new Expandable(id, method) } }
            : customer.ToAnyResource();
    }
}
