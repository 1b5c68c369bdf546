using PayGate.Api.Http;
using PayGate.CardTokens;
using PayGate.Customers;

namespace PayGate.Api.Customers;

/// <summary>Reads where goods go: of a customer, and of a payment, which may say who delivers them.</summary>
internal static class ShippingParams
{
    private const int TextLengthMax = 256;
    private const int PhoneLengthMax = 40;

    public static Patch<ShippingDetails> ReadShipping(this ParamBinder parameters, bool withParcel)
    {
        if (parameters.IsUnset("shipping"))
        {
            return new Patch<ShippingDetails>(null);
        }

        return parameters.OptionalObject("shipping") is not { } shipping ? default : new Patch<ShippingDetails>(new ShippingDetails
        {
            Name = shipping.RequiredString("name", TextLengthMax),
            Phone = shipping.OptionalString("phone", PhoneLengthMax),
            Address = shipping.RequiredObject("address") is { } address ? AddressParams.Read(address) : new PostalAddress(),
            Carrier = withParcel ? shipping.OptionalString("carrier", TextLengthMax) : null,
            TrackingNumber = withParcel ? shipping.OptionalString("tracking_number", TextLengthMax) : null,
        });
    }
}
