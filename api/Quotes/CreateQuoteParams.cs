using PayGate.Api.Commands;
using PayGate.Api.Http;

namespace PayGate.Api.Quotes;

/// <summary>The parameters of a quote: what the payment would be of.</summary>
public sealed record CreateQuoteParams : IParams<CreateQuoteParams>
{
    public required Money Amount { get; init; }

    public static CreateQuoteParams Read(ParamBinder parameters)
    {
        var amount = parameters.RequiredInteger("amount");
        return new CreateQuoteParams { Amount = new Money(amount, parameters.RequiredCurrency("currency")) };
    }
}
