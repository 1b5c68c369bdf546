using PayGate.Api.Http;
using PayGate.CardTokens;
using PayGate.Customers;

namespace PayGate.Api.Customers;

/// <summary>Reads where goods go: of a customer, and of a payment, which may say who delivers them.</summary>
internal static class ShippingParams
{
    private const int ParcelLengthMax = 256;

    public static Patch<ShippingDetails> ReadShipping(this ParamBinder parameters, bool withParcel)
    {
        if (parameters.IsUnset("shipping"))
        {
            return new Patch<ShippingDetails>(null);
        }

        return parameters.OptionalObject("shipping") is not { } shipping ? default : new Patch<ShippingDetails>(new ShippingDetails
        {
            Name = shipping.RequiredString("name", CustomerParams.NameLengthMax),
            Phone = shipping.OptionalString("phone", CustomerParams.PhoneLengthMax),
            Address = shipping.RequiredObject("address") is { } address ? AddressParams.Read(address) : new PostalAddress(),
            Carrier = withParcel ? shipping.OptionalString("carrier", ParcelLengthMax) : null,
            TrackingNumber = withParcel ? shipping.OptionalString("tracking_number", ParcelLengthMax) : null,
        });
    }
}
