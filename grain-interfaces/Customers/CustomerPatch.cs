using PayGate.CardTokens;

namespace PayGate.Customers;

/// <summary>What a request says about a customer's details; on creation it is applied to none.</summary>
[GenerateSerializer, Alias("paygate.customer.patch"), Immutable]
public sealed record CustomerPatch
{
    [Id(0)]
    public Patch<string> Name { get; init; }

    [Id(1)]
    public Patch<string> Email { get; init; }

    [Id(2)]
    public Patch<string> Phone { get; init; }

    [Id(3)]
    public Patch<string> Description { get; init; }

    [Id(4)]
    public AddressPatch? Address { get; init; }

    /// <summary>Given as a whole.</summary>
    [Id(5)]
    public Patch<ShippingDetails> Shipping { get; init; }

    [Id(6)]
    public MetadataPatch? Metadata { get; init; }

    [Id(7)]
    public Patch<List<string>> PreferredLocales { get; init; }

    [Id(8)]
    public Patch<string> DefaultPaymentMethod { get; init; }

    /// <summary>The details after this patch. Refuses what its metadata refuses.</summary>
    public Outcome<CustomerDetails> ApplyTo(CustomerDetails details)
    {
        var metadata = (Metadata ?? new MetadataPatch()).ApplyTo(details.Metadata);
        return !metadata.IsSuccess ? metadata.Refusal : new CustomerDetails
        {
            Name = Name.ApplyTo(details.Name),
            Email = Email.ApplyTo(details.Email),
            Phone = Phone.ApplyTo(details.Phone),
            Description = Description.ApplyTo(details.Description),
            Address = Address is null ? details.Address : Address.ApplyTo(details.Address),
            Shipping = Shipping.ApplyTo(details.Shipping),
            Metadata = metadata.Value,
            PreferredLocales = PreferredLocales.IsPresent ? [.. PreferredLocales.Value ?? []] : details.PreferredLocales,
            DefaultPaymentMethod = DefaultPaymentMethod.ApplyTo(details.DefaultPaymentMethod),
        };
    }
}

/// <summary>What a request says about an address: members that it does not name stay.</summary>
[GenerateSerializer, Alias("paygate.address-patch"), Immutable]
public sealed record AddressPatch
{
    /// <summary>Takes the whole address away; the members then say nothing.</summary>
    public static readonly AddressPatch Unset = new() { Clear = true };

    [Id(0)]
    public bool Clear { get; init; }

    [Id(1)]
    public Patch<string> Line1 { get; init; }

    [Id(2)]
    public Patch<string> Line2 { get; init; }

    [Id(3)]
    public Patch<string> City { get; init; }

    [Id(4)]
    public Patch<string> State { get; init; }

    [Id(5)]
    public Patch<string> PostalCode { get; init; }

    [Id(6)]
    public Patch<string> Country { get; init; }

    public PostalAddress? ApplyTo(PostalAddress? address) => Clear ? null : new PostalAddress
    {
        Line1 = Line1.ApplyTo(address?.Line1),
        Line2 = Line2.ApplyTo(address?.Line2),
        City = City.ApplyTo(address?.City),
        State = State.ApplyTo(address?.State),
        PostalCode = PostalCode.ApplyTo(address?.PostalCode),
        Country = Country.ApplyTo(address?.Country),
    };
}
