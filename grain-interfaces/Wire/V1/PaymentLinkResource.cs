using PayGate.PaymentIntents;
using PayGate.PaymentLinks;

namespace PayGate.Wire.V1;

/// <summary>Stripe's payment_link. Absent members are null, never left out.</summary>
public sealed record PaymentLinkResource
{
    public required string Id { get; init; }

    [Words("payment_link")]
    public string Object { get; init; } = "payment_link";

    public required bool Active { get; init; }

    public required LinkCompletionResource AfterCompletion { get; init; }

    public bool AllowPromotionCodes { get; init; }

    public Expandable Application { get; init; }

    public long? ApplicationFeeAmount { get; init; }

    public decimal? ApplicationFeePercent { get; init; }

    public SessionTaxResource AutomaticTax { get; init; } = new();

    [Words("auto")]
    public string BillingAddressCollection { get; init; } = "auto";

    public object? ConsentCollection { get; init; }

    public required string Currency { get; init; }

    public IReadOnlyList<string> CustomFields { get; init; } = [];

    public SessionTextResource CustomText { get; init; } = new();

    [Words("if_required")]
    public string CustomerCreation { get; init; } = "if_required";

    /// <summary>What its page says once it is closed.</summary>
    public string? InactiveMessage { get; init; }

    public object? InvoiceCreation { get; init; }

    public required bool Livemode { get; init; }

    public object? ManagedPayments { get; init; }

    public required IReadOnlyDictionary<string, string> Metadata { get; init; }

    public Expandable OnBehalfOf { get; init; }

    public required LinkPaymentResource PaymentIntentData { get; init; }

    [Words("always")]
    public string PaymentMethodCollection { get; init; } = "always";

    public object? PaymentMethodOptions { get; init; }

    public IReadOnlyList<string> PaymentMethodTypes { get; init; } = ["card"];

    public LinkPhoneResource PhoneNumberCollection { get; init; } = new();

    public object? Restrictions { get; init; }

    public object? ShippingAddressCollection { get; init; }

    public IReadOnlyList<string> ShippingOptions { get; init; } = [];

    [Words("auto", "book", "donate", "pay")]
    public required string SubmitType { get; init; }

    public object? SubscriptionData { get; init; }

    public LinkTaxIdResource TaxIdCollection { get; init; } = new();

    public object? TransferData { get; init; }

    /// <summary>Where customers find it.</summary>
    public required string Url { get; init; }
}

/// <summary>Where a customer goes who has paid.</summary>
public sealed record LinkCompletionResource
{
    public LinkConfirmationResource? HostedConfirmation { get; init; }

    public LinkRedirectResource? Redirect { get; init; }

    [Words("hosted_confirmation", "redirect")]
    public required string Type { get; init; }
}

/// <summary>The hosted page stays and says that it worked.</summary>
public sealed record LinkConfirmationResource
{
    public string? CustomMessage { get; init; }
}

public sealed record LinkRedirectResource
{
    public required string Url { get; init; }
}

/// <summary>What each of its payments is given.</summary>
public sealed record LinkPaymentResource
{
    [Words("automatic", "automatic_async", "manual")]
    public required string CaptureMethod { get; init; }

    public string? Description { get; init; }

    public required IReadOnlyDictionary<string, string> Metadata { get; init; }

    public string? SetupFutureUsage { get; init; }

    public string? StatementDescriptor { get; init; }

    public string? StatementDescriptorSuffix { get; init; }

    public string? TransferGroup { get; init; }
}

public sealed record LinkPhoneResource
{
    public bool Enabled { get; init; }
}

public sealed record LinkTaxIdResource
{
    public bool Enabled { get; init; }

    [Words("never")]
    public string Required { get; init; } = "never";
}

/// <summary>A payment link as its public object. Pure.</summary>
public static class PaymentLinkRendering
{
    public static PaymentLinkResource ToResource(this PaymentLink link) => new()
    {
        Id = link.Id,
        Active = link.Active,
        AfterCompletion = link.Details.SuccessUrl is { } url
            ? new LinkCompletionResource { Type = "redirect", Redirect = new LinkRedirectResource { Url = url } }
            : new LinkCompletionResource { Type = "hosted_confirmation", HostedConfirmation = new LinkConfirmationResource() },
        Currency = link.Amount.Currency.Code,
        InactiveMessage = link.Details.InactiveMessage,
        Livemode = link.Tenant.Livemode,
        Metadata = link.Details.Metadata,
        PaymentIntentData = new LinkPaymentResource
        {
            CaptureMethod = PaymentIntentRendering.Word(link.Details.Payment.CaptureMethod),
            Description = link.Details.Payment.Description,
            Metadata = link.Details.Payment.Metadata,
            StatementDescriptor = link.Details.Payment.StatementDescriptor,
            StatementDescriptorSuffix = link.Details.Payment.StatementDescriptorSuffix,
        },
        SubmitType = link.Details.SubmitType ?? "auto",
        Url = link.Details.PageUrl,
    };

    public static Answer ToAnswer(this PaymentLink link) => new() { Status = 200, Body = WireJson.Write(link.ToResource()) };
}
