using PayGate.Api.Http;
using PayGate.Cards;
using PayGate.CardTokens;

namespace PayGate.Api.CardTokens;

/// <summary>Reads cards and billing details out of a request. A card is validated here, once nothing else is wrong, and sealed by the caller at once.</summary>
internal static class CardParams
{
    /// <summary>Room for separators; the rules of numbers and codes come after.</summary>
    private const int NumberLengthMax = 64;

    private const int CvcLengthMax = 16;
    private const int YearMax = 9999;

    /// <summary>The card as typed. What is wrong with its members is the binder's problem; ask <see cref="Validate"/> for the rules of cards.</summary>
    public static CardInput Read(ParamBinder card, string? name) => new()
    {
        Number = Secret.Of(card.RequiredString("number", NumberLengthMax, allowCardNumbers: true)),
        ExpMonth = (int)card.RequiredInteger("exp_month", 0, YearMax),
        ExpYear = (int)card.RequiredInteger("exp_year", 0, YearMax),
        Cvc = card.OptionalString("cvc", CvcLengthMax) is { } cvc ? Secret.Of(cvc) : null,
        Name = name is null ? null : Secret.Of(name),
    };

    /// <summary>The handle with its card validated; null, with the problem remembered, when a rule of cards or anything else of the request refuses it.</summary>
    public static NewHandle? Validate(ParamBinder parameters, NewHandle? handle, DateTimeOffset now, string nameParam)
    {
        if (handle?.Card is null || parameters.Refusal() is not null)
        {
            return parameters.Refusal() is null ? handle : null;
        }

        var valid = CardRules.Validate(handle.Card, now, "card", nameParam);
        if (valid.IsSuccess)
        {
            return handle with { Card = valid.Value };
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

    /// <summary>The older form: the address is part of the card.</summary>
    public static BillingDetails ReadCardAddress(ParamBinder card)
    {
        var address = ReadAddress(card, "address_", "address_zip");
        return address == new PostalAddress() ? BillingDetails.None : new BillingDetails { Address = address };
    }

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
