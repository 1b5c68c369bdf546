using PayGate.Api.CardTokens;
using PayGate.Api.Commands;
using PayGate.Api.Http;

namespace PayGate.Api.PaymentIntents;

/// <summary>The parameters of confirming a payment intent.</summary>
public sealed record ConfirmIntentParams : IParams<ConfirmIntentParams>, IExpanding
{
    public string? PaymentMethodId { get; init; }

    /// <summary>A card inside the request, which takes precedence over a payment method.</summary>
    public CardEntry? Card { get; init; }

    public required AttemptOptions Options { get; init; }

    public required IReadOnlySet<string> Expand { get; init; }

    internal static readonly string[] FutureUsages = ["off_session", "on_session"];

    public static ConfirmIntentParams Read(ParamBinder parameters) => new()
    {
        PaymentMethodId = parameters.OptionalString("payment_method", 255),
        Options = ReadOptions(parameters) with { SetupFutureUsage = parameters.OptionalEnum("setup_future_usage", FutureUsages) },
        Expand = parameters.Expand(),
        Card = CardEntry.Read(parameters),
    };

    /// <summary>All that an attempt may say besides its method. Stripe's own scripts ask for a step that needs them; the redirect is what they get.</summary>
    public static AttemptOptions ReadOptions(ParamBinder parameters)
    {
        parameters.OptionalBoolean("use_stripe_sdk");
        return new AttemptOptions
        {
            ReturnUrl = parameters.OptionalUrl("return_url"),
            OffSession = parameters.OptionalBoolean("off_session") ?? false,
            Demand = ReadCardOptions(parameters),
        };
    }

    /// <summary><c>payment_method_options[card]</c>: how much authentication is asked for. What else integrations send there changes nothing here.</summary>
    public static ThreeDSecureDemand? ReadCardOptions(ParamBinder parameters)
    {
        if (parameters.OptionalObject("payment_method_options")?.OptionalObject("card") is not { } card)
        {
            return null;
        }

        card.OptionalEnum("request_incremental_authorization", "if_available", "never");
        return card.OptionalEnum("request_three_d_secure", "automatic", "any", "challenge") switch
        {
            "any" => ThreeDSecureDemand.Any,
            "challenge" => ThreeDSecureDemand.Challenge,
            "automatic" => ThreeDSecureDemand.Automatic,
            _ => null,
        };
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
