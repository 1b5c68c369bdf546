using System.Collections.Immutable;
using PayGate.Domain.Tests.PaymentIntents;
using PayGate.Grains.SetupIntents;
using PayGate.PaymentIntents;
using PayGate.SetupIntents;

namespace PayGate.Domain.Tests.SetupIntents;

/// <summary>Setups in every state, made by the facts that lead there.</summary>
internal static class GivenSetup
{
    public const string Id = "seti_000000000000000000000test";
    public const string AttemptId = "setatt_000000000000000000000test";

    public static readonly RequestInfo ByRequest = new() { RequestId = "req_1" };

    public static readonly SetupDetails Details = new()
    {
        Customer = "cus_1",
        Description = "Card on file",
        Metadata = ImmutableSortedDictionary<string, string>.Empty.Add("seat", "12"),
    };

    public static readonly Refusal Full = new("customer_max_payment_methods", "Full.", "customer");

    public static readonly SetupPlan ChallengePlan = new(AttemptId)
    {
        Challenge = new SetupChallenge
        {
            AttemptId = AttemptId,
            Method = Given.Visa,
            Authentication = Given.ChallengePlan.Challenge!.Authentication,
            Url = "https://pay.example/issuer/seti_1/t",
            ReturnUrl = "https://shop.example/back",
            Request = ByRequest,
        },
    };

    /// <summary>The verification after the challenge was passed.</summary>
    public static readonly StartAttempt Passed = new(
        new SetupPlan(AttemptId) { Authentication = ChallengePlan.Challenge!.Authentication }, Given.Visa, ByRequest);

    /// <summary>By name; the names are the rows of the table of legal moves.</summary>
    public static readonly IReadOnlyDictionary<string, SetupIntent> States = new Dictionary<string, SetupIntent>
    {
        ["requires_payment_method"] = Opened(),
        ["requires_confirmation"] = Opened(Given.Visa),
        ["requires_action"] = Challenged(),
        ["requires_payment_method (not authenticated)"] = Challenged().Then(new FailChallenge()),
        ["processing"] = Attempted(),
        ["processing (told so)"] = Attempted().Then(new AttemptUnanswered(AttemptId)),
        ["succeeded"] = Attempted().Then(Approved()),
        ["requires_payment_method (declined)"] = Attempted().Then(Declined()),
        ["canceled"] = Opened().Then(new Cancel(null, ByRequest)),
    };

    public static SetupIntent Opened(PaymentMethodSnapshot? method = null) => Decided(null, new Open(Id, Given.Tenant, Details, method, null, ByRequest));

    public static SetupIntent Attempted() => Opened().Then(new StartAttempt(new SetupPlan(AttemptId), Given.Visa, ByRequest));

    public static SetupIntent Challenged() => Opened().Then(new StartAttempt(ChallengePlan, Given.Visa, ByRequest));

    public static AttemptAnswered Approved(Refusal? refused = null) => new(AttemptId, Given.Approval(Money.Zero(Currency.Usd)), refused);

    public static AttemptAnswered Declined() => new(AttemptId, Given.Decline(), null);

    public static Change Updated(CustomChange change = CustomChange.Description) => new(
        new UpdateSetupIntent
        {
            Tenant = Given.Tenant,
            Description = change == CustomChange.Description ? new("Another") : default,
            PaymentMethodId = change == CustomChange.Method ? new(Given.Visa.Id) : default,
            Metadata = change == CustomChange.TooMuchMetadata
                ? new MetadataPatch { Changes = Enumerable.Range(0, 50).ToImmutableSortedDictionary(key => $"k{key}", key => (string?)"v", StringComparer.Ordinal) }
                : null,
            Request = ByRequest,
        },
        change == CustomChange.Method ? Given.Visa : null);

    public static ImmutableArray<SetupIntentEvent> FactsOf(SetupIntent? state, SetupCommand command)
    {
        var decision = SetupIntentDecider.Decide(state, command, Given.Start);
        Assert.True(decision.IsSuccess, $"{command.GetType().Name} was refused: {decision.Refusal?.Code}");
        return decision.Value;
    }

    public static SetupIntent Then(this SetupIntent state, SetupCommand command) => Decided(state, command);

    private static SetupIntent Decided(SetupIntent? state, SetupCommand command) =>
        FactsOf(state, command).Aggregate(state, SetupIntentEvolution.Apply)!;
}

/// <summary>What an update changes.</summary>
internal enum CustomChange
{
    Description,
    Method,
    TooMuchMetadata,
}
