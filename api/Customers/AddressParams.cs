using PayGate.Api.Http;
using PayGate.CardTokens;
using PayGate.Customers;

namespace PayGate.Api.Customers;

/// <summary>Reads postal addresses.</summary>
internal static class AddressParams
{
    private const int LineLengthMax = 200;
    private const int PlaceLengthMax = 100;
    private const int PostalCodeLengthMax = 20;

    public static PostalAddress Read(ParamBinder address) => new()
    {
        Line1 = address.OptionalString("line1", LineLengthMax),
        Line2 = address.OptionalString("line2", LineLengthMax),
        City = address.OptionalString("city", PlaceLengthMax),
        State = address.OptionalString("state", PlaceLengthMax),
        PostalCode = address.OptionalString("postal_code", PostalCodeLengthMax),
        Country = address.OptionalString("country", PlaceLengthMax),
    };

    /// <summary>What an update says about an address; null when it says nothing.</summary>
    public static AddressPatch? ReadPatch(ParamBinder parameters, string name)
    {
        if (parameters.IsUnset(name))
        {
            return AddressPatch.Unset;
        }

        return parameters.OptionalObject(name) is { } address ? ReadPatch(address, "", "postal_code") : null;
    }

    /// <summary>The members of an address where they stand among others, under a prefix of their own.</summary>
    public static AddressPatch ReadPatch(ParamBinder address, string prefix, string postalCode) => new()
    {
        Line1 = address.PatchString(prefix + "line1", LineLengthMax),
        Line2 = address.PatchString(prefix + "line2", LineLengthMax),
        City = address.PatchString(prefix + "city", PlaceLengthMax),
        State = address.PatchString(prefix + "state", PlaceLengthMax),
        PostalCode = address.PatchString(postalCode, PostalCodeLengthMax),
        Country = address.PatchString(prefix + "country", PlaceLengthMax),
    };
}
