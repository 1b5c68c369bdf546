using System.Collections.Immutable;
using PayGate.PaymentIntents;
using PayGate.SetupIntents;
using static PayGate.SetupIntents.SetupIntentStatus;
using Decision = PayGate.Outcome<System.Collections.Immutable.ImmutableArray<PayGate.Grains.SetupIntents.SetupIntentEvent>>;

namespace PayGate.Grains.SetupIntents;

/// <summary>
/// The rules of a setup, pure: (state, command, now) to facts or a refusal. No facts means that nothing is left to do. The table of legal moves in this folder's
/// README is compared with it by a test.
/// </summary>
public static class SetupIntentDecider
{
    private static readonly Decision Nothing = ImmutableArray<SetupIntentEvent>.Empty;

    public static Decision Decide(SetupIntent? state, SetupCommand command, DateTimeOffset now) => (state, command) switch
    {
        (null, Open open) => Opened(open, now),
        (null, _) => SetupRefusals.NoSuchSetup,
        (_, EraseSetup) => state.Erased ? Nothing : Facts(new SetupErased { At = now }),
        (_, Open) => throw new InvalidOperationException("A setup is created once: its id is new at each request."),

        ({ Status: RequiresPaymentMethod or RequiresConfirmation or RequiresAction }, Change change) => Changed(state, change, now),
        ({ Status: RequiresPaymentMethod or RequiresConfirmation }, StartAttempt { Plan.FollowsChallenge: false } start) => Facts(Begin(start.Plan, start.Method, start.Request, now)),
        ({ Status: RequiresAction, Challenge: { } challenge }, StartAttempt start) when start.Plan.AttemptId == challenge.AttemptId =>
            Facts(Begin(start.Plan, start.Method, start.Request, now)),
        ({ Status: RequiresAction }, FailChallenge) => Facts(new SetupChallengeFailed { At = now }),
        ({ Status: Processing }, AttemptAnswered answered) when state.LatestAttempt!.Id == answered.AttemptId => Facts(
            answered is { Answer.Approved: true, Refused: null }
                ? new SetupSucceeded { Answer = answered.Answer, At = now }
                : new SetupFailed { Answer = answered.Answer, Refused = answered.Refused, At = now }),
        ({ Status: Processing, LatestAttempt.AnsweredProcessing: false }, AttemptUnanswered silent) when state.LatestAttempt.Id == silent.AttemptId =>
            Facts(new SetupOutcomeUnknown { At = now }),
        // Another activation was told the same, or more.
        (_, AttemptAnswered or AttemptUnanswered) => Nothing,
        ({ Status: RequiresPaymentMethod or RequiresConfirmation or RequiresAction }, Cancel cancel) =>
            Facts(new SetupCanceled { Reason = cancel.Reason, Request = cancel.Request, At = now }),
        _ => SetupRefusals.UnexpectedState(state.Status, Verb(command)),
    };

    /// <summary>Why no attempt can start in this state, or null; asked before a payment method is looked up and used.</summary>
    internal static Refusal? RefusesConfirm(SetupIntent state) =>
        state.Status is RequiresPaymentMethod or RequiresConfirmation ? null : SetupRefusals.UnexpectedState(state.Status, "confirming");

    /// <summary>Why no challenge can be answered in this state, or null.</summary>
    internal static Refusal? RefusesChallenge(SetupIntent state) =>
        state.Status == RequiresAction ? null : SetupRefusals.UnexpectedState(state.Status, "authenticating");

    private static Decision Opened(Open open, DateTimeOffset now)
    {
        var created = new SetupCreated
        {
            Id = open.Id,
            MerchantId = open.Tenant.MerchantId,
            Livemode = open.Tenant.Livemode,
            Details = open.Details,
            Method = open.Method,
            Request = open.Request,
            At = now,
        };
        return (open.Confirm, open.Method) switch
        {
            (null, _) => Facts(created),
            (_, null) => SetupRefusals.NoPaymentMethod,
            ({ } plan, { } method) => Facts(created, Begin(plan, method, open.Request, now)),
        };
    }

    private static SetupIntentEvent Begin(SetupPlan plan, PaymentMethodSnapshot method, RequestInfo request, DateTimeOffset now) =>
        plan.Challenge is { } challenge
            ? new SetupChallengeRequired { Challenge = challenge, At = now }
            : new SetupAttemptStarted { AttemptId = plan.AttemptId, Method = method, Request = request, Authentication = plan.Authentication, At = now };

    private static Decision Changed(SetupIntent state, Change change, DateTimeOffset now)
    {
        var (details, patch) = (state.Details, change.Patch);
        var metadata = (patch.Metadata ?? new MetadataPatch()).ApplyTo(details.Metadata);
        return !metadata.IsSuccess ? metadata.Refusal : Facts(new SetupUpdated
        {
            Details = details with
            {
                Customer = patch.Customer.ApplyTo(details.Customer),
                Description = patch.Description.ApplyTo(details.Description),
                Metadata = metadata.Value,
            },
            Method = patch.PaymentMethodId.IsPresent ? change.Method : state.PaymentMethod,
            Request = patch.Request,
            At = now,
        });
    }

    private static string Verb(SetupCommand command) => command switch
    {
        Change => "updating",
        StartAttempt => "confirming",
        FailChallenge => "authenticating",
        Cancel => "canceling",
        _ => "this step",
    };

    private static Decision Facts(params ReadOnlySpan<SetupIntentEvent> facts) => ImmutableArray.Create(facts);
}
