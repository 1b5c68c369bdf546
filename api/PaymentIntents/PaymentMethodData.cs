using PayGate.Api.CardTokens;
using PayGate.Api.Http;
using PayGate.Cards;
using PayGate.CardTokens;
using PayGate.PaymentIntents;

namespace PayGate.Api.PaymentIntents;

/// <summary>
/// A card that comes inside a payment request (<c>payment_method_data</c>): sealed the moment it is parsed, then stored as a single-use card of that one payment.
/// </summary>
public sealed class PaymentMethodData(CardSealer sealer, IGrainFactory grains, TimeProvider clock)
{
    private const string Card = "payment_method_data[card]";

    /// <summary>The validated card, or null if there is none or it is refused; what is wrong with it is the binder's problem.</summary>
    public CardEntry? Read(ParamBinder parameters)
    {
        if (parameters.OptionalObject("payment_method_data") is not { } data)
        {
            return null;
        }

        data.RequiredEnum("type", "card");
        var billing = CardParams.ReadBilling(data.OptionalObject("billing_details"));
        if (data.RequiredObject("card") is not { } card)
        {
            return null;
        }

        var typed = CardParams.Read(card, billing.Name);
        if (parameters.HasProblem)
        {
            return null;
        }

        var valid = CardRules.Validate(typed, clock.GetUtcNow(), Card, "payment_method_data[billing_details][name]");
        if (!valid.IsSuccess)
        {
            parameters.RefuseAs(valid.Refusal);
            return null;
        }

        return new CardEntry(valid.Value, billing);
    }

    /// <summary>The id of the stored card, or null when the request brought none.</summary>
    public async Task<Outcome<string?>> Store(CardEntry? card, Tenant tenant, string paymentId, CancellationToken cancellationToken)
    {
        if (card is null)
        {
            return (string?)null!;
        }

        var handleId = ObjectId.New("pm", tenant.MerchantId, clock.GetUtcNow());
        var stored = await grains.GetGrain<ICardTokenGrain>(handleId).Create(
            new CreateCardToken
            {
                Tenant = tenant,
                Card = sealer.Seal(card.Card, tenant.MerchantId, handleId),
                Billing = card.Billing with { Name = null },
                Reusable = false,
                Consumer = paymentId,
                Request = RequestInfo.None,
            },
            cancellationToken);
        return stored.IsSuccess ? handleId : stored.Refusal;
    }
}

/// <summary>A validated card on its way to being sealed.</summary>
public sealed record CardEntry(CardInput Card, BillingDetails Billing)
{
    public override string ToString() => "CardEntry(***)";
}
