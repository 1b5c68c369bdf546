using PayGate.Api.CardTokens;
using PayGate.Api.Commands;
using PayGate.Api.Http;
using PayGate.Api.PaymentIntents;
using PayGate.CardTokens;
using PayGate.Customers;

namespace PayGate.Api.Customers;

/// <summary>The parameters of saving a token's card as a customer's source.</summary>
public sealed record CreateSourceParams : IParams<CreateSourceParams>, IExpanding, IPreparing
{
    public required NewHandle Handle { get; init; }

    public required IReadOnlySet<string> Expand { get; init; }

    /// <summary>The token is taken before the commit.</summary>
    public bool Prepares => true;

    public static CreateSourceParams Read(ParamBinder parameters) => new()
    {
        Handle = new NewHandle
        {
            TokenId = parameters.RequiredString("source", 255),
            Billing = BillingDetails.None,
            Metadata = parameters.NewMetadata(),
        },
        Expand = parameters.Expand(),
    };
}

/// <summary>The parameters of updating a source. Number and expiry are the card's: another card is another source.</summary>
public sealed record UpdateSourceParams : IParams<UpdateSourceParams>, IExpanding
{
    private const string Prefix = "address_";

    public required BillingPatch Billing { get; init; }

    public MetadataPatch? Metadata { get; init; }

    public required IReadOnlySet<string> Expand { get; init; }

    public static UpdateSourceParams Read(ParamBinder parameters) => new()
    {
        Billing = new BillingPatch
        {
            Name = CardParams.PatchName(parameters, "name"),
            Address = ReadAddress(parameters),
        },
        Metadata = parameters.OptionalMetadata("metadata"),
        Expand = parameters.Expand(),
    };

    /// <summary>Null when no line of it was sent, so that a card without an address keeps having none.</summary>
    private static AddressPatch? ReadAddress(ParamBinder parameters)
    {
        var address = AddressParams.ReadPatch(parameters, Prefix, "address_zip");
        return address == new AddressPatch() ? null : address;
    }
}

/// <summary>The parameters of a list of a customer's sources.</summary>
public sealed record SourceListParams : IParams<SourceListParams>, IExpanding
{
    public required ListQuery Query { get; init; }

    public required IReadOnlySet<string> Expand { get; init; }

    public static SourceListParams Read(ParamBinder parameters)
    {
        // Cards are the one kind there is.
        parameters.OptionalEnum("object", "card");
        return new SourceListParams { Query = ListQuery.Read(parameters), Expand = ListExpansion.Read(parameters) };
    }
}
