using PayGate.Api.Commands;
using PayGate.Api.Http;
using PayGate.Customers;

namespace PayGate.Api.Customers;

/// <summary>The parameters of creating a customer.</summary>
public sealed record CreateCustomerParams : IParams<CreateCustomerParams>, IExpanding, IPreparing
{
    public required CustomerParams Customer { get; init; }

    /// <summary>A payment method to save for the customer.</summary>
    public string? PaymentMethod { get; init; }

    /// <summary>A token, whose card is saved and becomes the default.</summary>
    public string? Source { get; init; }

    public IReadOnlySet<string> Expand => Customer.Expand;

    /// <summary>A handle is made, or a token taken, before the commit.</summary>
    public bool Prepares => PaymentMethod is not null || Source is not null;

    public static CreateCustomerParams Read(ParamBinder parameters)
    {
        var request = new CreateCustomerParams
        {
            Customer = CustomerParams.Read(parameters),
            PaymentMethod = parameters.OptionalString("payment_method", 255),
            Source = parameters.OptionalString("source", 255),
        };
        parameters.NotBoth("payment_method", "source");
        return request;
    }
}

/// <summary>The parameters of updating a customer, which creating one takes too.</summary>
public sealed record CustomerParams : IParams<CustomerParams>, IExpanding
{
    internal const int NameLengthMax = 256;
    private const int EmailLengthMax = 512;
    internal const int PhoneLengthMax = 40;
    private const int LocalesMax = 10;

    public required CustomerPatch Patch { get; init; }

    public required IReadOnlySet<string> Expand { get; init; }

    public static CustomerParams Read(ParamBinder parameters) => new()
    {
        Patch = new CustomerPatch
        {
            Name = parameters.PatchString("name", NameLengthMax),
            Email = ReadEmail(parameters),
            Phone = parameters.PatchString("phone", PhoneLengthMax),
            Description = parameters.PatchText("description", 1000),
            Address = AddressParams.ReadPatch(parameters, "address"),
            Shipping = parameters.ReadShipping(withParcel: false),
            Metadata = parameters.OptionalMetadata("metadata"),
            PreferredLocales = ReadLocales(parameters),
            DefaultPaymentMethod = parameters.OptionalObject("invoice_settings")?.PatchString("default_payment_method", 255) ?? default,
        },
        Expand = parameters.Expand(),
    };

    /// <summary>Whether mail arrives only sending one can tell; what has no @ within is none.</summary>
    private static Patch<string> ReadEmail(ParamBinder parameters)
    {
        var email = parameters.PatchString("email", EmailLengthMax);
        if (email.Value is { } address && address.IndexOf('@', StringComparison.Ordinal) is var at && (at <= 0 || at == address.Length - 1))
        {
            parameters.Refuse("email", "parameter_invalid_string", "The parameter must be an email address.");
        }

        return email;
    }

    private static Patch<List<string>> ReadLocales(ParamBinder parameters)
    {
        var locales = parameters.OptionalArray("preferred_locales", LocalesMax).Select(locale => locale.AsString(35)).ToList();
        return locales.Count > 0 || parameters.IsUnset("preferred_locales") ? new Patch<List<string>>(locales) : default;
    }
}

/// <summary>The parameters of a list of customers.</summary>
public sealed record CustomerListParams : IParams<CustomerListParams>, IExpanding
{
    public required ListQuery Query { get; init; }

    /// <summary>Compared to the letter.</summary>
    public string? Email { get; init; }

    public required IReadOnlySet<string> Expand { get; init; }

    public static CustomerListParams Read(ParamBinder parameters) => new()
    {
        Query = ListQuery.Read(parameters),
        Email = parameters.OptionalString("email", 512),
        Expand = ListExpansion.Read(parameters),
    };
}

/// <summary>The parameters of an erasure: none. The list outside the database is written ahead of the commit, for a request that is not on record yet.</summary>
public sealed record EraseCustomerParams : IParams<EraseCustomerParams>, IPreparing
{
    public bool Prepares => true;

    public static EraseCustomerParams Read(ParamBinder parameters) => new();
}
