using PayGate.Api.Http;
using PayGate.Cards;
using PayGate.CardTokens;

namespace PayGate.Api.CardTokens;

/// <summary>
/// Reads cards and billing details out of a request. A card is validated here, once nothing else is wrong, and sealed by the caller at
/// once.
/// </summary>
internal static class CardParams
{
    /// <summary>
    /// The card by the rules of cards; null, with the problem remembered, when they or anything read before refuse it. So it is read last.
    /// </summary>
    /// <param name="parameters">The request's.</param>
    /// <param name="card">The group that holds the card.</param>
    /// <param name="prefix">That group's name.</param>
    /// <param name="name">The holder's name.</param>
    /// <param name="nameParam">Where the name came from.</param>
    public static CardInput? Read(ParamBinder parameters, ParamBinder card, string prefix, string? name, string nameParam)
    {
        var typed = ReadTyped(card, name);
        if (parameters.HasProblem)
        {
            return null;
        }

        var valid = CardRules.Validate(typed, parameters.Now, prefix, nameParam);
        if (valid.IsSuccess)
        {
            return valid.Value;
        }

        parameters.RefuseAs(valid.Refusal);
        return null;
    }

    public static BillingDetails ReadBilling(ParamBinder? billing) => billing is null
        ? BillingDetails.None
        : new BillingDetails
        {
            Name = billing.OptionalString("name", HolderName.LengthMax),
            Email = billing.OptionalString("email", 320),
            Phone = billing.OptionalString("phone", 40),
            Address = billing.OptionalObject("address") is { } address ? ReadAddress(address, "", "postal_code") : null,
        };

    /// <summary>What a request says about the holder's name, the member <c>name</c>.</summary>
    /// <param name="group">Where it stands.</param>
    /// <param name="param">Its whole name.</param>
    public static Patch<string> PatchName(ParamBinder group, string param)
    {
        var name = group.PatchString("name", HolderName.LengthMax);
        if (name.Value is { } holder && HolderName.Check(Secret.Of(holder), param) is { } refusal)
        {
            group.RefuseAs(refusal);
        }

        return name;
    }

    /// <summary>The older form: the address is part of the card.</summary>
    public static BillingDetails ReadCardAddress(ParamBinder card)
    {
        var address = ReadAddress(card, "address_", "address_zip");
        return address == new PostalAddress() ? BillingDetails.None : new BillingDetails { Address = address };
    }

    private static CardInput ReadTyped(ParamBinder card, string? name) => new()
    {
        Number = Secret.Of(card.RequiredString("number", ParamLimits.CardNumberLengthMax, allowCardNumbers: true)),
        ExpMonth = (int)card.RequiredInteger("exp_month", 0, ParamLimits.CalendarYearMax),
        ExpYear = (int)card.RequiredInteger("exp_year", 0, ParamLimits.CalendarYearMax),
        Cvc = card.OptionalString("cvc", ParamLimits.CvcLengthMax) is { } cvc ? Secret.Of(cvc) : null,
        Name = name is null ? null : Secret.Of(name),
    };

    private static PostalAddress ReadAddress(ParamBinder source, string prefix, string postalCode) => new()
    {
        Line1 = source.OptionalString(prefix + "line1", 200),
        Line2 = source.OptionalString(prefix + "line2", 200),
        City = source.OptionalString(prefix + "city", 100),
        State = source.OptionalString(prefix + "state", 100),
        PostalCode = source.OptionalString(postalCode, 20),
        Country = source.OptionalString(prefix + "country", 100),
    };
}

/// <summary>A validated card inside a payment request (<c>payment_method_data</c>), on its way to being sealed.</summary>
public sealed record CardEntry(CardInput Card, BillingDetails Billing)
{
    /// <summary>
    /// Null if there is none or it is refused; what is wrong with it is the binder's problem. Reads last: it looks at all problems before
    /// it.
    /// </summary>
    internal static CardEntry? Read(ParamBinder parameters)
    {
        if (parameters.OptionalObject("payment_method_data") is not { } data)
        {
            return null;
        }

        data.RequiredEnum("type", "card");
        var billing = CardParams.ReadBilling(data.OptionalObject("billing_details"));
        const string name = "payment_method_data[billing_details][name]";
        return data.RequiredObject("card") is { } group
            && CardParams.Read(parameters, group, "payment_method_data[card]", billing.Name, name) is { } card
            ? new CardEntry(card, billing)
            : null;
    }

    public override string ToString() => "CardEntry(***)";
}
