using PayGate.Api.CardTokens;
using PayGate.Api.Commands;
using PayGate.Api.Http;
using PayGate.CardTokens;

namespace PayGate.Api.PaymentIntents;

/// <summary>The parameters of updating a payment intent: what is not named stays, what is empty is unset.</summary>
public sealed record UpdateIntentParams : IParams<UpdateIntentParams>, IExpanding, IPreparing
{
    /// <summary>Minor units.</summary>
    public long? Amount { get; init; }

    public Currency? Currency { get; init; }

    public CaptureMethod? CaptureMethod { get; init; }

    public Patch<string> PaymentMethodId { get; init; }

    /// <summary>A card inside the request, which takes precedence over a payment method.</summary>
    public CardEntry? Card { get; init; }

    public required IntentPatch Details { get; init; }

    public required IReadOnlySet<string> Expand { get; init; }

    public bool Prepares => Card is not null;

    public static UpdateIntentParams Read(ParamBinder parameters)
    {
        CreateIntentParams.ReadMethodTypes(parameters);
        return new UpdateIntentParams
        {
            Amount = parameters.OptionalInteger("amount"),
            Currency = parameters.OptionalCurrency("currency"),
            CaptureMethod = CreateIntentParams.ReadCaptureMethod(parameters),
            PaymentMethodId = parameters.PatchString("payment_method", 255),
            Card = CardEntry.Read(parameters),
            Details = parameters.ReadIntentPatch() with { ThreeDSecure = ConfirmIntentParams.ReadCardOptions(parameters) },
            Expand = parameters.Expand(),
        };
    }

    /// <param name="tenant">Who asks.</param>
    /// <param name="card">The card of the request, sealed; null when it brought none.</param>
    /// <param name="request">The request.</param>
    public UpdatePaymentIntent ToCommand(Tenant tenant, EnteredCard? card, RequestInfo request) => new()
    {
        Tenant = tenant,
        Amount = Amount,
        Currency = Currency,
        CaptureMethod = CaptureMethod,
        PaymentMethodId = card is null ? PaymentMethodId : default,
        Card = card,
        Details = Details,
        Request = request,
    };
}

/// <summary>The parameters of raising an authorization.</summary>
public sealed record IncrementParams : IParams<IncrementParams>, IExpanding
{
    /// <summary>The new total, minor units.</summary>
    public required long Amount { get; init; }

    public required IntentPatch Details { get; init; }

    public required IReadOnlySet<string> Expand { get; init; }

    public static IncrementParams Read(ParamBinder parameters) => new()
    {
        Amount = parameters.RequiredInteger("amount", minimum: 1),
        Details = parameters.ReadWordsPatch(),
        Expand = parameters.Expand(),
    };
}
