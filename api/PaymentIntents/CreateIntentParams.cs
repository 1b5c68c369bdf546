using System.Collections.Immutable;
using PayGate.Api.CardTokens;
using PayGate.Api.Commands;
using PayGate.Api.Customers;
using PayGate.Api.Http;
using PayGate.CardTokens;

namespace PayGate.Api.PaymentIntents;

/// <summary>The parameters of creating a payment intent.</summary>
public sealed record CreateIntentParams : IParams<CreateIntentParams>, IExpanding, IPreparing
{
    public required Money Amount { get; init; }

    public required CaptureMethod CaptureMethod { get; init; }

    public required bool Confirm { get; init; }

    public required IntentDetails Details { get; init; }

    /// <summary>Of the attempt, where one is asked for.</summary>
    public required AttemptOptions Options { get; init; }

    public string? PaymentMethodId { get; init; }

    /// <summary>The quote that it cites.</summary>
    public string? Quote { get; init; }

    /// <summary>A card inside the request, which takes precedence over a payment method.</summary>
    public CardEntry? Card { get; init; }

    public required IReadOnlySet<string> Expand { get; init; }

    public bool Prepares => Card is not null;

    public static CreateIntentParams Read(ParamBinder parameters)
    {
        var amount = parameters.RequiredInteger("amount");
        var currency = parameters.RequiredCurrency("currency");
        var confirm = parameters.OptionalBoolean("confirm") ?? false;
        ReadMethodTypes(parameters);
        // The demand for authentication is the payment's, whenever it is confirmed; the rest is of the attempt that is asked for here.
        var options = confirm ? ConfirmIntentParams.ReadOptions(parameters) : AttemptOptions.None with { Demand = ConfirmIntentParams.ReadCardOptions(parameters) };

        return new CreateIntentParams
        {
            Amount = new Money(amount, currency),
            CaptureMethod = ReadCaptureMethod(parameters) ?? CaptureMethod.Automatic,
            Confirm = confirm,
            PaymentMethodId = parameters.OptionalString("payment_method", 255),
            Details = ReadDetails(parameters) with { ThreeDSecure = options.Demand },
            Options = options,
            Quote = parameters.OptionalString("quote", 255),
            Expand = parameters.Expand(),
            Card = CardEntry.Read(parameters),
        };
    }

    /// <param name="tenant">Who asks.</param>
    /// <param name="card">The card of the request, sealed; null when it brought none.</param>
    /// <param name="publicUrl">Where the public reaches this gateway.</param>
    /// <param name="request">The request.</param>
    public CreatePaymentIntent ToCommand(Tenant tenant, EnteredCard? card, string publicUrl, RequestInfo request) => new()
    {
        Tenant = tenant,
        Amount = Amount,
        CaptureMethod = CaptureMethod,
        Confirm = Confirm,
        PaymentMethodId = PaymentMethodId,
        Quote = Quote,
        Card = card,
        Details = Details,
        Options = Options with { PublicUrl = publicUrl },
        Request = request,
    };

    internal static CaptureMethod? ReadCaptureMethod(ParamBinder parameters) =>
        parameters.OptionalEnum("capture_method", "automatic", "automatic_async", "manual") switch
        {
            "manual" => CaptureMethod.Manual,
            "automatic_async" => CaptureMethod.AutomaticAsync,
            "automatic" => CaptureMethod.Automatic,
            _ => null,
        };

    /// <summary>Cards are the one type there is; both ways of asking for it are understood.</summary>
    internal static void ReadMethodTypes(ParamBinder parameters)
    {
        foreach (var type in parameters.OptionalArray("payment_method_types"))
        {
            type.AsEnum("card");
        }

        if (parameters.OptionalObject("automatic_payment_methods") is { } automatic)
        {
            automatic.OptionalBoolean("enabled");
            automatic.OptionalEnum("allow_redirects", "always", "never");
        }

        parameters.OptionalEnum("confirmation_method", "automatic");
    }

    private static IntentDetails ReadDetails(ParamBinder parameters) => new()
    {
        Description = parameters.OptionalText("description", 1000),
        ReceiptEmail = parameters.OptionalString("receipt_email", 320),
        OrderId = parameters.OptionalString("order_id", 100),
        SuccessUrl = parameters.OptionalUrl("success_url"),
        CancelUrl = parameters.OptionalUrl("cancel_url"),
        StatementDescriptor = parameters.OptionalString("statement_descriptor", 22),
        StatementDescriptorSuffix = parameters.OptionalString("statement_descriptor_suffix", 22),
        Customer = parameters.OptionalString("customer", 255),
        SetupFutureUsage = parameters.OptionalEnum("setup_future_usage", ConfirmIntentParams.FutureUsages),
        Shipping = parameters.ReadShipping(withParcel: true).Value,
        Metadata = parameters.NewMetadata(),
    };
}

internal static class MetadataParams
{
    /// <summary>The metadata of an object that is being made.</summary>
    public static ImmutableSortedDictionary<string, string> NewMetadata(this ParamBinder parameters) =>
        (parameters.OptionalMetadata("metadata") ?? new MetadataPatch()).ApplyTo(null).Value!;
}
