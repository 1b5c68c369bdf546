using PayGate.Api.Commands;
using PayGate.Api.Customers;
using PayGate.Api.Http;
using PayGate.CardTokens;

namespace PayGate.Api.CardTokens;

/// <summary>The parameters of attaching a payment method.</summary>
public sealed record AttachParams : IParams<AttachParams>, IExpanding, IPreparing
{
    public required string Customer { get; init; }

    public required IReadOnlySet<string> Expand { get; init; }

    /// <summary>For a named test method a handle is made before the commit.</summary>
    public bool Prepares => true;

    public static AttachParams Read(ParamBinder parameters) =>
        new() { Customer = parameters.RequiredString("customer", 255), Expand = parameters.Expand() };
}

/// <summary>The parameters of updating a saved card.</summary>
public sealed record UpdateMethodParams : IParams<UpdateMethodParams>, IExpanding
{
    public required BillingPatch Billing { get; init; }

    public MetadataPatch? Metadata { get; init; }

    public string? AllowRedisplay { get; init; }

    public required IReadOnlySet<string> Expand { get; init; }

    public static UpdateMethodParams Read(ParamBinder parameters) => new()
    {
        Billing = ReadBilling(parameters.OptionalObject("billing_details")),
        Metadata = parameters.OptionalMetadata("metadata"),
        AllowRedisplay = parameters.OptionalEnum("allow_redisplay", "always", "limited", "unspecified"),
        Expand = parameters.Expand(),
    };

    private static BillingPatch ReadBilling(ParamBinder? billing)
    {
        if (billing is null)
        {
            return BillingPatch.None;
        }

        return new BillingPatch
        {
            Name = CardParams.PatchName(billing, "billing_details[name]"),
            Email = billing.PatchString("email", 320),
            Phone = billing.PatchString("phone", 40),
            Address = AddressParams.ReadPatch(billing, "address"),
        };
    }
}

/// <summary>The parameters of a list of payment methods.</summary>
public sealed record MethodListParams : IParams<MethodListParams>, IExpanding
{
    /// <summary>Saved cards belong to customers, and are listed by them.</summary>
    public required string Customer { get; init; }

    public required CustomersMethodListParams List { get; init; }

    public IReadOnlySet<string> Expand => List.Expand;

    public static MethodListParams Read(ParamBinder parameters) =>
        new() { Customer = parameters.RequiredString("customer", 255), List = CustomersMethodListParams.Read(parameters) };
}

/// <summary>The parameters of a list of one customer's payment methods.</summary>
public sealed record CustomersMethodListParams : IParams<CustomersMethodListParams>, IExpanding
{
    public required ListQuery Query { get; init; }

    public required IReadOnlySet<string> Expand { get; init; }

    public static CustomersMethodListParams Read(ParamBinder parameters)
    {
        // Cards are the one type there is.
        parameters.OptionalEnum("type", "card");
        return new CustomersMethodListParams { Query = ListQuery.Read(parameters), Expand = ListExpansion.Read(parameters) };
    }
}
