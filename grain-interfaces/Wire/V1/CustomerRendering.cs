using PayGate.CardTokens;
using PayGate.Customers;
using PayGate.PaymentIntents;

namespace PayGate.Wire.V1;

/// <summary>A customer as its public objects. Pure.</summary>
public static class CustomerRendering
{
    /// <summary>The customer, or what is left of it.</summary>
    public static IAnyCustomerResource ToAnyResource(this Customer customer) =>
        customer.IsDeleted ? new DeletedCustomerResource { Id = customer.Id } : customer.ToResource();

    public static CustomerResource ToResource(this Customer customer) => new()
    {
        Id = customer.Id,
        Address = customer.Details.Address?.ToResource(),
        Created = customer.Created.ToUnixTimeSeconds(),
        Description = customer.Details.Description,
        Email = customer.Details.Email,
        InvoiceSettings = new InvoiceSettingsResource { DefaultPaymentMethod = customer.Details.DefaultPaymentMethod },
        Livemode = customer.Tenant.Livemode,
        Metadata = customer.Details.Metadata,
        Name = customer.Details.Name,
        Phone = customer.Details.Phone,
        PreferredLocales = customer.Details.PreferredLocales,
        Shipping = customer.Details.Shipping?.ToResource(),
    };

    public static Answer ToAnswer(this Customer customer) => new() { Status = 200, Body = WireJson.WriteObject(customer.ToAnyResource()) };

    /// <summary>Of a customer whose erasure was ordered.</summary>
    public static CustomerErasureResource ToErasure(this Customer customer) => new()
    {
        Id = customer.Id,
        CompletedAt = customer.ErasedAt?.ToUnixTimeSeconds(),
        Created = customer.ErasureOrderedAt!.Value.ToUnixTimeSeconds(),
        Livemode = customer.Tenant.Livemode,
        Status = customer.ErasedAt is null ? "pending" : "done",
    };

    public static Answer ToErasureAnswer(this Customer customer) => new() { Status = 200, Body = WireJson.Write(customer.ToErasure()) };

    public static ShippingResource ToResource(this ShippingDetails shipping) => new()
    {
        Address = shipping.Address.ToResource(),
        Carrier = shipping.Carrier,
        Name = shipping.Name,
        Phone = shipping.Phone,
        TrackingNumber = shipping.TrackingNumber,
    };

    public static AddressResource ToResource(this PostalAddress address) => new()
    {
        City = address.City,
        Country = address.Country,
        Line1 = address.Line1,
        Line2 = address.Line2,
        PostalCode = address.PostalCode,
        State = address.State,
    };
}
