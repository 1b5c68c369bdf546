using PayGate.Grains.Journal;
using PayGate.Grains.SetupIntents;
using PayGate.PaymentIntents;
using PayGate.SetupIntents;
using PayGate.Wire.V1;

namespace PayGate.Grains.Events;

/// <summary>Which public events a setup's facts mean, and what they show.</summary>
internal sealed class SetupIntentEvents : StreamEvents<SetupIntent, SetupIntentEvent>
{
    public override string Prefix => "seti";

    public override IReadOnlyDictionary<string, string[]> TypesByFact { get; } = new Dictionary<string, string[]>
    {
        ["setup_intent.created"] = ["setup_intent.created"],
        ["setup_challenge.required"] = ["setup_intent.requires_action"],
        ["setup_challenge.failed"] = ["setup_intent.setup_failed"],
        ["setup_attempt.succeeded"] = ["setup_intent.succeeded"],
        ["setup_attempt.failed"] = ["setup_intent.setup_failed"],
        ["setup_intent.canceled"] = ["setup_intent.canceled"],
    };

    protected override SetupIntentEvent Read(StoredFact stored) => SetupIntentFacts.Catalog.Read(stored.Type, stored.Data);

    protected override SetupIntent Apply(SetupIntent? state, SetupIntentEvent fact) => SetupIntentEvolution.Apply(state, fact);

    protected override Tenant TenantOf(SetupIntent state) => state.Tenant;

    protected override object ObjectOf(string type, SetupIntent state, SetupIntentEvent fact) => state.ToResource() with { ClientSecret = null };

    protected override RequestInfo RequestOf(Step step) => step.Fact switch
    {
        SetupCreated created => created.Request,
        SetupCanceled canceled => canceled.Request,
        SetupChallengeRequired required => required.Challenge.Request,
        SetupChallengeFailed => RequestInfo.None,
        _ => step.After.LatestAttempt!.Request,
    };
}
