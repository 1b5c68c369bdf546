using System.Collections.Immutable;
using PayGate.Api.Commands;
using PayGate.Api.Http;
using PayGate.Api.PaymentIntents;
using PayGate.Cards;
using PayGate.CardTokens;

namespace PayGate.Api.CardTokens;

/// <summary>What a request wants stored: a typed card, or the card of a token.</summary>
public sealed record NewHandle
{
    public CardInput? Card { get; init; }

    public string? TokenId { get; init; }

    public required BillingDetails Billing { get; init; }

    public ImmutableSortedDictionary<string, string> Metadata { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    public override string ToString() => "NewHandle(***)";
}

/// <summary>The parameters of creating a payment method.</summary>
public sealed record PaymentMethodParams : IParams<PaymentMethodParams>, IExpanding, IPreparing
{
    public required NewHandle Handle { get; init; }

    public required IReadOnlySet<string> Expand { get; init; }

    /// <summary>A token is taken for this request before the commit.</summary>
    public bool Prepares => true;

    public static PaymentMethodParams Read(ParamBinder parameters)
    {
        parameters.RequiredEnum("type", "card");
        var billing = CardParams.ReadBilling(parameters.OptionalObject("billing_details"));
        var handle = new NewHandle { Billing = billing, Metadata = parameters.NewMetadata() };
        var expand = parameters.Expand();
        if (parameters.RequiredObject("card") is { } card)
        {
            handle = card.Has("token")
                ? handle with { TokenId = card.RequiredString("token", 255) }
                : handle with { Card = CardParams.Read(parameters, card, "card", billing.Name, "billing_details[name]") };
        }

        return new PaymentMethodParams { Handle = handle, Expand = expand };
    }
}

/// <summary>The parameters of creating a token.</summary>
public sealed record TokenParams : IParams<TokenParams>, IExpanding
{
    public required NewHandle Handle { get; init; }

    public required IReadOnlySet<string> Expand { get; init; }

    public static TokenParams Read(ParamBinder parameters)
    {
        var expand = parameters.Expand();
        var handle = new NewHandle { Billing = BillingDetails.None };
        if (parameters.RequiredObject("card") is { } card)
        {
            var name = card.OptionalString("name", HolderName.LengthMax);
            handle = handle with
            {
                Billing = CardParams.ReadCardAddress(card) with { Name = name },
                Card = CardParams.Read(parameters, card, "card", name, "card[name]"),
            };
        }

        return new TokenParams { Handle = handle, Expand = expand };
    }
}
