using PayGate.Api.CheckoutSessions;
using PayGate.Api.Commands;
using PayGate.Api.Http;
using PayGate.Api.PaymentIntents;
using PayGate.PaymentLinks;

namespace PayGate.Api.PaymentLinks;

/// <summary>The parameters of creating a payment link.</summary>
public sealed record CreateLinkParams : IParams<CreateLinkParams>, IExpanding
{
    public required IReadOnlyList<LineParams> Lines { get; init; }

    /// <summary>Null stays on the hosted page.</summary>
    public string? SuccessUrl { get; init; }

    public string? InactiveMessage { get; init; }

    public string? SubmitType { get; init; }

    public required MetadataPatch Metadata { get; init; }

    public required LinkPayment Payment { get; init; }

    public required IReadOnlySet<string> Expand { get; init; }

    public static CreateLinkParams Read(ParamBinder parameters)
    {
        foreach (var type in parameters.OptionalArray("payment_method_types"))
        {
            type.AsEnum("card");
        }

        return new CreateLinkParams
        {
            Lines = LineParams.Read(parameters),
            SuccessUrl = ReadCompletion(parameters.OptionalObject("after_completion")),
            InactiveMessage = parameters.OptionalText("inactive_message", 500),
            SubmitType = parameters.OptionalEnum("submit_type", "auto", "book", "donate", "pay"),
            Metadata = parameters.OptionalMetadata("metadata") ?? new MetadataPatch(),
            Payment = ReadPayment(parameters.OptionalObject("payment_intent_data")),
            Expand = parameters.Expand(),
        };
    }

    /// <summary>The address to go to, which the type <c>redirect</c> must have and no other can.</summary>
    private static string? ReadCompletion(ParamBinder? completion)
    {
        var type = completion?.RequiredEnum("type", "hosted_confirmation", "redirect");
        var redirect = completion?.OptionalObject("redirect");
        var url = redirect?.OptionalUrl("url");
        if ((type == "redirect") != (url is not null))
        {
            completion?.Refuse("redirect", "parameter_missing", "Say after_completion[redirect][url] with the type redirect, and only with it.");
        }

        return url;
    }

    private static LinkPayment ReadPayment(ParamBinder? payment) => payment is null ? LinkPayment.Usual : new LinkPayment
    {
        CaptureMethod = CreateIntentParams.ReadCaptureMethod(payment) ?? CaptureMethod.Automatic,
        Description = payment.OptionalText("description", 1000),
        StatementDescriptor = payment.OptionalString("statement_descriptor", 22),
        StatementDescriptorSuffix = payment.OptionalString("statement_descriptor_suffix", 22),
        Metadata = payment.NewMetadata(),
    };
}

/// <summary>The parameters of changing a payment link: open or close it, or change its words.</summary>
public sealed record UpdateLinkParams : IParams<UpdateLinkParams>, IExpanding
{
    public bool? Active { get; init; }

    public Patch<string> InactiveMessage { get; init; }

    public required MetadataPatch Metadata { get; init; }

    public required IReadOnlySet<string> Expand { get; init; }

    public static UpdateLinkParams Read(ParamBinder parameters) => new()
    {
        Active = parameters.OptionalBoolean("active"),
        InactiveMessage = parameters.PatchText("inactive_message", 500),
        Metadata = parameters.OptionalMetadata("metadata") ?? new MetadataPatch(),
        Expand = parameters.Expand(),
    };
}

/// <summary>The parameters of a list of payment links.</summary>
public sealed record LinkListParams : IParams<LinkListParams>, IExpanding
{
    public required ListQuery Query { get; init; }

    public bool? Active { get; init; }

    public required IReadOnlySet<string> Expand { get; init; }

    public static LinkListParams Read(ParamBinder parameters) => new()
    {
        Query = ListQuery.Read(parameters),
        Active = parameters.OptionalBoolean("active"),
        Expand = ListExpansion.Read(parameters),
    };
}
