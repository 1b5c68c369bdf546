using System.Collections.Immutable;
using PayGate.Api.Http;
using PayGate.PaymentIntents;

namespace PayGate.Api.PaymentIntents;

/// <summary>The parameters of creating a payment intent.</summary>
internal static class CreateParams
{
    public static CreatePaymentIntent Read(ParamBinder parameters, Tenant tenant)
    {
        var amount = parameters.RequiredInteger("amount");
        var currency = ReadCurrency(parameters);
        var confirm = parameters.OptionalBoolean("confirm") ?? false;
        ReadMethodTypes(parameters);
        if (confirm)
        {
            ConfirmParams.ReadAccepted(parameters);
        }

        return new CreatePaymentIntent
        {
            Tenant = tenant,
            Amount = new Money(amount, currency),
            CaptureMethod = ReadCaptureMethod(parameters),
            Confirm = confirm,
            PaymentMethodId = parameters.OptionalString("payment_method", 255),
            Details = ReadDetails(parameters),
            Request = RequestInfo.None,
        };
    }

    private static Currency ReadCurrency(ParamBinder parameters)
    {
        var code = parameters.RequiredString("currency", maxLength: 255);
        if (Currency.TryParse(code, out var currency))
        {
            return currency;
        }

        if (code.Length > 0)
        {
            parameters.Refuse("currency", "currency_invalid", "Currencies are ISO 4217 codes, for example usd.");
        }

        return Currency.Usd;
    }

    private static CaptureMethod ReadCaptureMethod(ParamBinder parameters) =>
        parameters.OptionalEnum("capture_method", "automatic", "automatic_async", "manual") switch
        {
            "manual" => CaptureMethod.Manual,
            "automatic_async" => CaptureMethod.AutomaticAsync,
            _ => CaptureMethod.Automatic,
        };

    /// <summary>Cards are the one type there is; both ways of asking for it are understood.</summary>
    private static void ReadMethodTypes(ParamBinder parameters)
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
        SuccessUrl = WebUrls.Read(parameters, "success_url"),
        CancelUrl = WebUrls.Read(parameters, "cancel_url"),
        StatementDescriptor = parameters.OptionalString("statement_descriptor", 22),
        StatementDescriptorSuffix = parameters.OptionalString("statement_descriptor_suffix", 22),
        Metadata = ReadMetadata(parameters),
    };

    internal static ImmutableSortedDictionary<string, string> ReadMetadata(ParamBinder parameters) =>
        (parameters.OptionalMetadata("metadata")?.ApplyTo(null) ?? []).ToImmutableSortedDictionary(StringComparer.Ordinal);
}

/// <summary>Parameters of a confirmation that change nothing here but are sent by every integration.</summary>
internal static class ConfirmParams
{
    /// <summary>The return URL serves redirects, which cards without a challenge do not need; off-session means that no customer could answer one.</summary>
    public static void ReadAccepted(ParamBinder parameters)
    {
        WebUrls.Read(parameters, "return_url");
        parameters.OptionalBoolean("off_session");
        parameters.OptionalBoolean("use_stripe_sdk");
    }
}
