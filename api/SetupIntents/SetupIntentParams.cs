using PayGate.Api.CardTokens;
using PayGate.Api.Commands;
using PayGate.Api.Http;
using PayGate.Api.PaymentIntents;
using PayGate.SetupIntents;

namespace PayGate.Api.SetupIntents;

/// <summary>A payment method that a request names, or the card that it brings, which takes precedence.</summary>
public sealed record SetupMethodParams(string? MethodId, CardEntry? Card)
{
    public bool IsGiven => MethodId is not null || Card is not null;

    /// <summary>Reads the card last: it looks at all problems before it.</summary>
    internal static SetupMethodParams Read(ParamBinder parameters) =>
        new(parameters.OptionalString("payment_method", 255), CardEntry.Read(parameters));

    public override string ToString() => "SetupMethodParams(***)";
}

/// <summary>The parameters of creating a setup intent.</summary>
public sealed record CreateSetupParams : IParams<CreateSetupParams>, IExpanding, IPreparing
{
    public required SetupDetails Details { get; init; }

    public required bool Confirm { get; init; }

    public required AttemptOptions Options { get; init; }

    public required SetupMethodParams Method { get; init; }

    public required IReadOnlySet<string> Expand { get; init; }

    public bool Prepares => Method.IsGiven;

    public static CreateSetupParams Read(ParamBinder parameters)
    {
        var confirm = parameters.OptionalBoolean("confirm") ?? false;
        ReadMethodTypes(parameters);
        return new CreateSetupParams
        {
            Options = ConfirmSetupParams.ReadOptions(parameters),
            Confirm = confirm,
            Details = new SetupDetails
            {
                Customer = parameters.OptionalString("customer", 255),
                Description = parameters.OptionalText("description", 1000),
                Metadata = parameters.NewMetadata(),
                OffSession = parameters.OptionalEnum("usage", "off_session", "on_session") != "on_session",
            },
            Expand = parameters.Expand(),
            Method = SetupMethodParams.Read(parameters),
        };
    }

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
    }
}

/// <summary>The parameters of updating a setup intent.</summary>
public sealed record UpdateSetupParams : IParams<UpdateSetupParams>, IExpanding, IPreparing
{
    public Patch<string> Customer { get; init; }

    public Patch<string> Description { get; init; }

    public MetadataPatch? Metadata { get; init; }

    /// <summary>True for an empty payment_method.</summary>
    public bool UnsetsMethod { get; init; }

    public required SetupMethodParams Method { get; init; }

    public required IReadOnlySet<string> Expand { get; init; }

    public bool Prepares => Method.IsGiven;

    public static UpdateSetupParams Read(ParamBinder parameters) => new()
    {
        Customer = parameters.PatchString("customer", 255),
        Description = parameters.PatchText("description", 1000),
        Metadata = parameters.OptionalMetadata("metadata"),
        UnsetsMethod = parameters.IsUnset("payment_method"),
        Expand = parameters.Expand(),
        Method = SetupMethodParams.Read(parameters),
    };
}

/// <summary>The parameters of confirming a setup intent.</summary>
public sealed record ConfirmSetupParams : IParams<ConfirmSetupParams>, IExpanding, IPreparing
{
    public required AttemptOptions Options { get; init; }

    public required SetupMethodParams Method { get; init; }

    public required IReadOnlySet<string> Expand { get; init; }

    public bool Prepares => Method.IsGiven;

    public static ConfirmSetupParams Read(ParamBinder parameters) => new()
    {
        Options = ReadOptions(parameters),
        Expand = parameters.Expand(),
        Method = SetupMethodParams.Read(parameters),
    };

    /// <summary>What a verification may say besides its method. Stripe's own scripts ask for a step that needs them; the redirect is what they get.</summary>
    internal static AttemptOptions ReadOptions(ParamBinder parameters)
    {
        parameters.OptionalBoolean("use_stripe_sdk");
        return new AttemptOptions { ReturnUrl = parameters.OptionalUrl("return_url"), Demand = ConfirmIntentParams.ReadCardOptions(parameters) };
    }
}

/// <summary>The parameters of canceling a setup intent.</summary>
public sealed record CancelSetupParams : IParams<CancelSetupParams>, IExpanding
{
    public string? Reason { get; init; }

    public required IReadOnlySet<string> Expand { get; init; }

    public static CancelSetupParams Read(ParamBinder parameters) => new()
    {
        Reason = parameters.OptionalEnum("cancellation_reason", "abandoned", "duplicate", "requested_by_customer"),
        Expand = parameters.Expand(),
    };
}

/// <summary>The parameters of a list of setup intents.</summary>
public sealed record SetupListParams : IParams<SetupListParams>, IExpanding
{
    public required ListQuery Query { get; init; }

    public string? Customer { get; init; }

    public string? PaymentMethod { get; init; }

    public required IReadOnlySet<string> Expand { get; init; }

    public static SetupListParams Read(ParamBinder parameters) => new()
    {
        Query = ListQuery.Read(parameters),
        Customer = parameters.OptionalString("customer", 255),
        PaymentMethod = parameters.OptionalString("payment_method", 255),
        Expand = ListExpansion.Read(parameters),
    };
}
