using PayGate.Api.CardTokens;
using PayGate.Api.Commands;
using PayGate.Api.Http;

namespace PayGate.Api.PaymentIntents;

/// <summary>The parameters of confirming a payment intent.</summary>
public sealed record ConfirmIntentParams : IParams<ConfirmIntentParams>, IExpanding, IPreparing
{
    public string? PaymentMethodId { get; init; }

    /// <summary>A card inside the request, which takes precedence over a payment method.</summary>
    public CardEntry? Card { get; init; }

    public required IReadOnlySet<string> Expand { get; init; }

    public bool Prepares => Card is not null;

    public static ConfirmIntentParams Read(ParamBinder parameters)
    {
        var methodId = parameters.OptionalString("payment_method", 255);
        ReadAccepted(parameters);
        return new ConfirmIntentParams { PaymentMethodId = methodId, Expand = parameters.Expand(), Card = CardEntry.Read(parameters) };
    }

    /// <summary>
    /// Parameters that change nothing here but are sent by every integration: the return URL serves redirects, which cards without a
    /// challenge do not need; off-session means that no customer could answer one.
    /// </summary>
    public static void ReadAccepted(ParamBinder parameters)
    {
        parameters.OptionalUrl("return_url");
        parameters.OptionalBoolean("off_session");
        parameters.OptionalBoolean("use_stripe_sdk");
    }
}

/// <summary>The parameters of capturing a payment.</summary>
public sealed record CaptureIntentParams : IParams<CaptureIntentParams>, IExpanding
{
    /// <summary>Minor units; null captures all that is authorized.</summary>
    public long? Amount { get; init; }

    public required IReadOnlySet<string> Expand { get; init; }

    public static CaptureIntentParams Read(ParamBinder parameters) =>
        new() { Amount = parameters.OptionalInteger("amount_to_capture", minimum: 1), Expand = parameters.Expand() };
}

/// <summary>The parameters of canceling a payment intent.</summary>
public sealed record CancelIntentParams : IParams<CancelIntentParams>, IExpanding
{
    public string? Reason { get; init; }

    public required IReadOnlySet<string> Expand { get; init; }

    public static CancelIntentParams Read(ParamBinder parameters) => new()
    {
        Reason = parameters.OptionalEnum("cancellation_reason", "duplicate", "fraudulent", "requested_by_customer", "abandoned"),
        Expand = parameters.Expand(),
    };
}
