using System.Collections.Immutable;
using PayGate.Api.Commands;
using PayGate.Api.Http;
using PayGate.Api.PaymentIntents;
using PayGate.CheckoutSessions;

namespace PayGate.Api.CheckoutSessions;

/// <summary>The parameters of creating a checkout session.</summary>
public sealed record CreateSessionParams : IParams<CreateSessionParams>, IExpanding, IPreparing
{
    /// <summary>How far ahead a session may expire: ten minutes to one hour.</summary>
    private static readonly TimeSpan LifetimeMin = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan LifetimeMax = TimeSpan.FromHours(1);

    public required IReadOnlyList<LineParams> Lines { get; init; }

    public required string? SuccessUrl { get; init; }

    public string? CancelUrl { get; init; }

    public string? ClientReferenceId { get; init; }

    public string? Customer { get; init; }

    public string? CustomerEmail { get; init; }

    public string? OrderId { get; init; }

    public string? Locale { get; init; }

    public string? SubmitType { get; init; }

    public required MetadataPatch Metadata { get; init; }

    public required SessionPaymentParams Payment { get; init; }

    /// <summary>The link that opens it; never a parameter.</summary>
    public string? PaymentLink { get; init; }

    /// <summary>Null for the usual hour.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    public required IReadOnlySet<string> Expand { get; init; }

    /// <summary>Its payment is opened before the record is written.</summary>
    public bool Prepares => true;

    public static CreateSessionParams Read(ParamBinder parameters)
    {
        parameters.OptionalEnum("mode", "payment");
        parameters.OptionalEnum("ui_mode", "hosted_page", "hosted");
        foreach (var type in parameters.OptionalArray("payment_method_types"))
        {
            type.AsEnum("card");
        }

        var lines = LineParams.Read(parameters);
        return new CreateSessionParams
        {
            Lines = lines,
            SuccessUrl = parameters.OptionalUrl("success_url"),
            CancelUrl = parameters.OptionalUrl("cancel_url"),
            ClientReferenceId = parameters.OptionalString("client_reference_id", 200),
            Customer = parameters.OptionalString("customer", 255),
            CustomerEmail = parameters.OptionalString("customer_email", 320),
            OrderId = parameters.OptionalString("order_id", 100),
            Locale = parameters.OptionalEnum("locale", "auto", "ar", "en", "fr"),
            SubmitType = parameters.OptionalEnum("submit_type", "auto", "book", "donate", "pay"),
            Metadata = parameters.OptionalMetadata("metadata") ?? new MetadataPatch(),
            Payment = SessionPaymentParams.Read(parameters.OptionalObject("payment_intent_data")),
            ExpiresAt = ReadExpiry(parameters),
            Expand = parameters.Expand(),
        };
    }

    private static DateTimeOffset? ReadExpiry(ParamBinder parameters)
    {
        var at = parameters.OptionalTimestamp("expires_at");
        if (at is { } given && (given < parameters.Now + LifetimeMin || given > parameters.Now + LifetimeMax))
        {
            parameters.Refuse("expires_at", "parameter_invalid_integer", "A session expires ten minutes to one hour after its creation.");
        }

        return at;
    }
}

/// <summary>One line as it was sent: the amount comes from here, never from a browser.</summary>
public sealed record LineParams(string Name, string? Description, Money UnitAmount, long Quantity)
{
    internal static IReadOnlyList<LineParams> Read(ParamBinder parameters)
    {
        var lines = new List<LineParams>();
        foreach (var item in parameters.OptionalArray("line_items", CheckoutSession.LinesMax))
        {
            if (item.AsObject() is not { } line)
            {
                continue;
            }

            var quantity = line.OptionalInteger("quantity", 1, SessionLine.QuantityMax) ?? 1;
            if (line.RequiredObject("price_data") is not { } price)
            {
                continue;
            }

            var currency = price.RequiredCurrency("currency");
            var amount = price.RequiredInteger("unit_amount", 0, 99_999_999_999);
            if (price.RequiredObject("product_data") is { } product)
            {
                lines.Add(new LineParams(
                    product.RequiredString("name", 250), product.OptionalText("description", 1000), new Money(amount, currency), quantity));
            }

            if (lines.Count > 0 && lines[0].UnitAmount.Currency != currency)
            {
                price.Refuse("currency", "currency_invalid", "All lines of a session are in one currency.");
            }
        }

        if (lines.Count == 0)
        {
            parameters.Refuse("line_items", "parameter_missing", "Say what is to be paid for: line_items[0][price_data] and its quantity.");
        }

        if (lines.Sum(line => (decimal)line.UnitAmount.MinorUnits * line.Quantity) > long.MaxValue)
        {
            parameters.Refuse("line_items", "amount_too_large", "The lines come to more than any payment may be.");
        }

        return lines;
    }

    internal static ImmutableArray<SessionLine> Numbered(IEnumerable<LineParams> lines, Tenant tenant, DateTimeOffset now) =>
    [
        .. lines.Select(line => new SessionLine
        {
            Id = ObjectId.New("li", tenant.MerchantId, now),
            Name = line.Name,
            Description = line.Description,
            UnitAmount = line.UnitAmount,
            Quantity = line.Quantity,
        }),
    ];
}

/// <summary>What a session says about its payment.</summary>
public sealed record SessionPaymentParams
{
    public CaptureMethod CaptureMethod { get; init; }

    public string? Description { get; init; }

    public string? ReceiptEmail { get; init; }

    public string? SetupFutureUsage { get; init; }

    public string? StatementDescriptor { get; init; }

    public string? StatementDescriptorSuffix { get; init; }

    public MetadataPatch Metadata { get; init; } = new();

    internal static SessionPaymentParams Read(ParamBinder? payment) => payment is null ? new() : new()
    {
        CaptureMethod = CreateIntentParams.ReadCaptureMethod(payment) ?? CaptureMethod.Automatic,
        Description = payment.OptionalText("description", 1000),
        ReceiptEmail = payment.OptionalString("receipt_email", 320),
        SetupFutureUsage = payment.OptionalEnum("setup_future_usage", ConfirmIntentParams.FutureUsages),
        StatementDescriptor = payment.OptionalString("statement_descriptor", 22),
        StatementDescriptorSuffix = payment.OptionalString("statement_descriptor_suffix", 22),
        Metadata = payment.OptionalMetadata("metadata") ?? new MetadataPatch(),
    };
}

/// <summary>The parameters of updating a checkout session.</summary>
public sealed record UpdateSessionParams : IParams<UpdateSessionParams>, IExpanding
{
    public required MetadataPatch Metadata { get; init; }

    public required IReadOnlySet<string> Expand { get; init; }

    public static UpdateSessionParams Read(ParamBinder parameters) => new()
    {
        Metadata = parameters.OptionalMetadata("metadata") ?? new MetadataPatch(),
        Expand = parameters.Expand(),
    };
}

/// <summary>The parameters of the list of one session's lines.</summary>
public sealed record LineListParams : IParams<LineListParams>
{
    public required int Limit { get; init; }

    /// <summary>List what follows this line.</summary>
    public string? StartingAfter { get; init; }

    public static LineListParams Read(ParamBinder parameters) => new()
    {
        Limit = (int)(parameters.OptionalInteger("limit", 1, ListQuery.LimitMax) ?? ListQuery.LimitDefault),
        StartingAfter = parameters.OptionalString("starting_after", 255),
    };
}

/// <summary>The parameters of a list of checkout sessions.</summary>
public sealed record SessionListParams : IParams<SessionListParams>, IExpanding
{
    public required ListQuery Query { get; init; }

    public string? Customer { get; init; }

    public string? PaymentIntent { get; init; }

    public string? OrderId { get; init; }

    public string? PaymentLink { get; init; }

    public string? Status { get; init; }

    public required IReadOnlySet<string> Expand { get; init; }

    public static SessionListParams Read(ParamBinder parameters) => new()
    {
        Query = ListQuery.Read(parameters),
        Customer = parameters.OptionalString("customer", 255),
        PaymentIntent = parameters.OptionalString("payment_intent", 255),
        OrderId = parameters.OptionalString("order_id", 100),
        PaymentLink = parameters.OptionalString("payment_link", 255),
        Status = parameters.OptionalEnum("status", "open", "complete", "expired"),
        Expand = ListExpansion.Read(parameters),
    };
}
