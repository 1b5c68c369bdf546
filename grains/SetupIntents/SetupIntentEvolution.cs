using PayGate.Grains.PaymentIntents;
using PayGate.PaymentIntents;
using PayGate.SetupIntents;
using static PayGate.SetupIntents.SetupIntentStatus;

namespace PayGate.Grains.SetupIntents;

/// <summary>Folds facts into state. Total over the known facts; an unknown one throws, because skipping it would hide corruption.</summary>
public static class SetupIntentEvolution
{
    public static SetupIntent Apply(SetupIntent? state, SetupIntentEvent fact) => (state, fact) switch
    {
        (null, SetupCreated created) => Waiting(
            new SetupIntent
            {
                Id = created.Id,
                Tenant = new() { MerchantId = created.MerchantId, Livemode = created.Livemode },
                Created = created.At,
                Status = RequiresPaymentMethod,
                Details = created.Details,
                Request = created.Request,
            },
            created.Method),
        ({ } setup, SetupUpdated updated) => Waiting(setup with { Details = updated.Details, Challenge = null }, updated.Method),
        ({ } setup, SetupChallengeRequired required) => setup with
        {
            Status = RequiresAction,
            PaymentMethod = required.Challenge.Method,
            Challenge = required.Challenge,
        },
        ({ Challenge: { } challenge } setup, SetupChallengeFailed) => setup with
        {
            Status = RequiresPaymentMethod,
            PaymentMethod = null,
            Challenge = challenge with { Status = ChallengeStatus.Failed },
        },
        ({ } setup, SetupAttemptStarted started) => setup with
        {
            Status = Processing,
            PaymentMethod = started.Method,
            Challenge = setup.Challenge?.AttemptId == started.AttemptId ? setup.Challenge with { Status = ChallengeStatus.Passed } : null,
            LatestAttempt = new SetupAttempt
            {
                Id = started.AttemptId,
                Method = started.Method,
                StartedAt = started.At,
                Status = SetupAttemptStatus.Started,
                Request = started.Request,
                Authentication = started.Authentication,
            },
        },
        ({ LatestAttempt: { } attempt } setup, SetupOutcomeUnknown) => setup with { LatestAttempt = attempt with { AnsweredProcessing = true } },
        ({ LatestAttempt: { } attempt } setup, SetupSucceeded succeeded) => setup with
        {
            Status = Succeeded,
            LatestAttempt = attempt with { Status = SetupAttemptStatus.Succeeded, Answer = WithoutRaw(succeeded.Answer) },
        },
        ({ LatestAttempt: { } attempt } setup, SetupFailed failed) => setup with
        {
            Status = RequiresPaymentMethod,
            PaymentMethod = null,
            LatestAttempt = attempt with { Status = SetupAttemptStatus.Failed, Answer = WithoutRaw(failed.Answer), Refused = failed.Refused },
        },
        ({ } setup, SetupErased) => Erased(setup),
        ({ } setup, SetupCanceled canceled) => setup with { Status = Canceled, CancellationReason = canceled.Reason },
        _ => throw new InvalidOperationException($"{fact.GetType().Name} cannot follow {(state is null ? "nothing" : state.Status.ToString())}."),
    };

    private static SetupIntent Erased(SetupIntent setup) => setup with
    {
        Erased = true,
        Details = setup.Details with { Description = null, Metadata = IntentDetails.NoMetadata },
        PaymentMethod = setup.PaymentMethod is { } method ? PaymentErasure.Nameless(method) : null,
        LatestAttempt = setup.LatestAttempt is { } attempt ? attempt with { Method = PaymentErasure.Nameless(attempt.Method) } : null,
        Challenge = setup.Challenge is { } challenge ? challenge with { Method = PaymentErasure.Nameless(challenge.Method) } : null,
    };

    private static SetupIntent Waiting(SetupIntent setup, PaymentMethodSnapshot? method) =>
        setup with { PaymentMethod = method, Status = method is null ? RequiresPaymentMethod : RequiresConfirmation };

    /// <summary>The bank's own words stay in the fact: no decision and no answer needs them.</summary>
    private static BankAnswer WithoutRaw(BankAnswer answer) => answer with { Raw = null };
}
