using System.Collections.Immutable;
using PayGate.Grains.Acquiring;
using PayGate.PaymentIntents;
using static PayGate.PaymentIntents.PaymentIntentStatus;
using Decision = PayGate.Outcome<System.Collections.Immutable.ImmutableArray<PayGate.Grains.PaymentIntents.PaymentIntentEvent>>;

namespace PayGate.Grains.PaymentIntents;

/// <summary>
/// The rules of a payment, pure: (state, command, now) to facts or a refusal. No facts means that nothing is left to do. The table of legal moves in this
/// folder's README is compared with it by a test.
/// </summary>
public static class PaymentIntentDecider
{
    /// <summary>An intent waits this long for its customer.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private static readonly Decision Nothing = ImmutableArray<PaymentIntentEvent>.Empty;

    public static Decision Decide(PaymentIntent? state, PaymentCommand command, DateTimeOffset now) => (state, command) switch
    {
        (null, Open open) => Opened(open, now),
        (null, _) => Refusals.NoSuchIntent,
        (_, ErasePayment) => state.Erased ? Nothing : Facts(new PaymentErased { At = now }),

        ({ Status: RequiresPaymentMethod or RequiresConfirmation }, StartAttempt { Plan.FollowsChallenge: false } start) => Started(start, state.CaptureMethod, now),
        ({ Status: RequiresAction, Challenge: { } challenge }, StartAttempt start) when start.Plan.ChargeId == challenge.ChargeId =>
            Started(start, state.CaptureMethod, now),
        (_, StartAttempt { Plan.FollowsChallenge: true }) => Refusals.UnexpectedState(state.Status, "authenticating"),
        (_, StartAttempt) => RefusesConfirm(state)!,
        ({ Status: RequiresAction }, FailChallenge failed) => Facts(new ChallengeFailed { Refused = failed.Refused, At = now }),

        ({ Status: Processing, LatestAttempt.Status: AttemptStatus.Started }, AttemptAnswered answered) => Answered(state, answered, now),
        ({ Status: Processing, LatestAttempt: { Status: AttemptStatus.Started, AnsweredProcessing: false } }, AttemptUnanswered silent) =>
            Facts(new AttemptOutcomeUnknown { ChargeId = silent.ChargeId, At = now }),

        ({ MethodSaving: MethodSaving.Due, LatestAttempt: { } attempt }, MethodOffered { RefusalCode: null }) =>
            Facts(new MethodSaved { ChargeId = attempt.ChargeId, At = now }),
        ({ MethodSaving: MethodSaving.Due, LatestAttempt: { } attempt }, MethodOffered { RefusalCode: { } reason }) =>
            Facts(new MethodNotSaved { ChargeId = attempt.ChargeId, Reason = reason, At = now }),

        ({ OwesSession: true }, SessionKnows) => Facts(new SessionTold { At = now }),

        ({ Status: RequiresPaymentMethod or RequiresConfirmation or RequiresAction }, Update update) => UpdateRules.Updated(state, update, now),
        (_, ChangeCharge change) => UpdateRules.OfCharge(state, change, now),

        ({ Status: RequiresCapture }, StartIncrement increment) => IncrementRules.Begun(state, increment, now),
        ({ Status: Processing, LatestAttempt.PendingIncrement: { } pending }, IncrementAnswered answered) =>
            IncrementRules.Answered(state, pending, answered.Answer, now),
        ({ Status: Processing, LatestAttempt.PendingIncrement.AnsweredProcessing: false }, IncrementUnanswered) =>
            Facts(new IncrementOutcomeUnknown { At = now }),

        ({ Status: RequiresCapture }, StartCapture capture) => CaptureBegun(state, capture, now),
        ({ Status: Canceled, CancellationReason: PaymentIntent.Automatic, LatestAttempt: { Status: AttemptStatus.Voided } attempt }, StartCapture) =>
            Refusals.ExpiredForCapture(attempt.ChargeId),
        ({ Status: Processing, LatestAttempt.PendingCapture: { } pending }, CaptureAnswered answered) => Captured(state, pending, answered, now),
        ({ Status: Processing, LatestAttempt.PendingCapture.AnsweredProcessing: false }, CaptureUnanswered) =>
            Facts(new CaptureOutcomeUnknown { At = now }),

        ({ Status: RequiresPaymentMethod or RequiresConfirmation or RequiresAction }, Cancel cancel) =>
            Facts(new IntentCanceled { Reason = cancel.Reason ?? "requested_by_customer", Request = cancel.Request, At = now }),
        ({ Status: RequiresCapture }, Cancel { BeforeApproval: false } cancel) =>
            Facts(new IntentCanceled { Reason = cancel.Reason ?? "requested_by_customer", Request = cancel.Request, At = now }),
        (_, ReversalAnswered reversal) when state.Attempts.Any(attempt => attempt.ReversalDue && attempt.ChargeId == reversal.ChargeId) =>
            Facts(new AuthorizationReversed { ChargeId = reversal.ChargeId, Answer = reversal.Answer, At = now }),

        ({ Status: Succeeded }, StartRefund refund) => RefundRules.Begun(state, refund, now),
        ({ Status: Succeeded }, RefundCommand refund) => RefundRules.Decide(state, refund, now),

        ({ Status: Succeeded }, OpenDispute dispute) => DisputeRules.Opened(state, dispute, now),
        ({ Status: Succeeded }, DisputeCommand dispute) => DisputeRules.Decide(state, dispute, now),
        ({ Status: Succeeded, ChargebackAt: not null }, DropChargeback) => Facts(new ChargebackDropped { At = now }),

        ({ Status: RequiresPaymentMethod or RequiresConfirmation or RequiresAction }, PassTime) when now >= state.ExpiresAt => CanceledBy(PaymentIntent.Expired, now),
        ({ Status: RequiresCapture }, PassTime) when now >= state.StandingAttempt!.StartedAt + Settlement.AuthorizationLifetime => CanceledBy(PaymentIntent.Automatic, now),
        (_, PassTime) => Nothing,

        _ => Refusals.UnexpectedState(state.Status, Refusals.Verb(command)),
    };

    /// <summary>Why no attempt can start in this state, or null; asked before a payment method is looked up and used.</summary>
    internal static Refusal? RefusesConfirm(PaymentIntent state) => state switch
    {
        { Status: RequiresPaymentMethod or RequiresConfirmation } => null,
        { Status: Canceled, AttemptsLeft: 0 } => Refusals.AttemptsExceeded,
        _ => Refusals.UnexpectedState(state.Status, "confirming"),
    };

    /// <summary>Why no challenge can be answered in this state, or null.</summary>
    internal static Refusal? RefusesChallenge(PaymentIntent state) =>
        state.Status == RequiresAction ? null : Refusals.UnexpectedState(state.Status, "authenticating");

    /// <summary>Why nothing can be changed in this state, or null; asked before a payment method is looked up.</summary>
    internal static Refusal? RefusesUpdate(PaymentIntent state) =>
        state.Status is RequiresPaymentMethod or RequiresConfirmation or RequiresAction ? null : Refusals.UnexpectedState(state.Status, "updating");

    internal static Decision Facts(params ReadOnlySpan<PaymentIntentEvent> facts) => ImmutableArray.Create(facts);

    private static Decision CanceledBy(string reason, DateTimeOffset now) =>
        Facts(new IntentCanceled { Reason = reason, Request = RequestInfo.None, At = now });

    private static Decision Opened(Open open, DateTimeOffset now)
    {
        if (AmountLimits.Refuse(open.Amount) is { } outside)
        {
            return outside;
        }

        var created = new IntentCreated
        {
            Id = open.Id,
            MerchantId = open.Tenant.MerchantId,
            Livemode = open.Tenant.Livemode,
            Amount = open.Amount,
            CaptureMethod = open.CaptureMethod,
            ExpiresAt = open.ExpiresAt ?? now + Lifetime,
            Details = open.Details,
            Method = open.Method,
            Request = open.Request,
            At = now,
        };
        return (open.Confirm, open.Method) switch
        {
            (null, _) => Facts(created),
            (_, null) => Refusals.NoPaymentMethod,
            ({ } plan, { } method) => Facts(created, Begin(method, plan, open.CaptureMethod, open.Request, now)),
        };
    }

    private static Decision Started(StartAttempt start, CaptureMethod captureMethod, DateTimeOffset now) =>
        Facts(Begin(start.Method, start.Plan, captureMethod, start.Request, now));

    private static PaymentIntentEvent Begin(
        PaymentMethodSnapshot method, AttemptPlan plan, CaptureMethod captureMethod, RequestInfo request, DateTimeOffset now) =>
        plan.Challenge is { } challenge
            ? new ChallengeRequired { Challenge = challenge, SetupFutureUsage = plan.SetupFutureUsage, At = now }
            : new AttemptStarted
            {
                ChargeId = plan.ChargeId,
                Method = method,
                CapturesAtOnce = captureMethod != CaptureMethod.Manual,
                Terms = plan.Terms,
                Request = request,
                Authentication = plan.Authentication,
                ReceiptUrl = plan.ReceiptUrl,
                SetupFutureUsage = plan.SetupFutureUsage,
                Lease = plan.Lease,
                At = now,
            };

    private static Decision Answered(PaymentIntent state, AttemptAnswered answered, DateTimeOffset now)
    {
        var attempt = state.LatestAttempt!;
        var answer = answered.Answer;
        if (attempt.ChargeId != answered.ChargeId)
        {
            throw new InvalidOperationException("The bank answered for an attempt that is not the one under way.");
        }

        if (answer.Approved)
        {
            return answer.Amount == state.Amount
                ? Facts(new AttemptApproved { ChargeId = attempt.ChargeId, Answer = answer, Figures = FiguresOf(attempt, answered), At = now })
                : Facts(new AttemptFailed { ChargeId = attempt.ChargeId, Answer = answer, ReversalDue = true, At = now });
        }

        if (answer.Reason == BankReasons.NeverSeen)
        {
            return Facts(new AttemptFailed { ChargeId = attempt.ChargeId, Answer = answer, ReversalDue = false, At = now });
        }

        var declined = new AttemptDeclined { ChargeId = attempt.ChargeId, Answer = answer, At = now };
        return state.AttemptsLeft > 1
            ? Facts(declined)
            : Facts(declined, new IntentCanceled { Reason = PaymentIntent.Automatic, Request = attempt.Request, At = now });
    }

    private static CaptureFigures? FiguresOf(Attempt attempt, AttemptAnswered answered) =>
        attempt.CapturesAtOnce ? attempt.Terms.OfCapture(answered.Answer.Amount, answered.BalanceTransactionId) : null;

    private static Decision CaptureBegun(PaymentIntent state, StartCapture capture, DateTimeOffset now)
    {
        var authorized = state.StandingAttempt!.Authorized!.Value;
        var amount = new Money(capture.Amount ?? authorized.MinorUnits, authorized.Currency);
        return amount switch
        {
            { IsPositive: false } => Refusals.CaptureTooSmall,
            _ when amount > authorized => Refusals.CaptureTooLarge(authorized),
            _ => Facts(new CaptureStarted { Amount = amount, Request = capture.Request, At = now }),
        };
    }

    private static Decision Captured(PaymentIntent state, PendingCapture pending, CaptureAnswered answered, DateTimeOffset now) =>
        answered.Answer switch
        {
            { Approved: true } => Facts(new PaymentCaptured
            {
                Amount = pending.Amount,
                Figures = state.StandingAttempt!.Terms.OfCapture(pending.Amount, answered.BalanceTransactionId),
                At = now,
            }),
            // The issuer has dropped the hold by itself: there is nothing left to capture, ever.
            { Reason: BankReasons.AlreadyReversed } => Facts(
                new CaptureFailed { Answer = answered.Answer, At = now },
                new IntentCanceled { Reason = PaymentIntent.Automatic, Request = pending.Request, At = now }),
            _ => Facts(new CaptureFailed { Answer = answered.Answer, At = now }),
        };
}
