using System.Collections.Immutable;
using PayGate.PaymentIntents;

namespace PayGate.Grains.PaymentIntents;

/// <summary>Folds facts into state. Total over the known facts; an unknown one throws, because skipping it would hide corruption.</summary>
public static class PaymentIntentEvolution
{
    public static PaymentIntent Apply(this PaymentIntent? state, PaymentIntentEvent fact) => (state, fact) switch
    {
        (null, IntentCreated created) => Opened(created),
        ({ } intent, IntentUpdated updated) => Updated(intent, updated),
        ({ } intent, PaymentErased) => PaymentErasure.Erased(intent),
        ({ } intent, AttemptStarted started) => intent with
        {
            Status = PaymentIntentStatus.Processing,
            PaymentMethod = started.Method,
            Challenge = intent.Challenge?.ChargeId == started.ChargeId ? intent.Challenge with { Status = ChallengeStatus.Passed } : null,
            Attempts = intent.Attempts.Add(Begun(started)),
            Details = intent.Details.Saving(started.SetupFutureUsage),
        },
        ({ } intent, ChallengeRequired required) => intent with
        {
            Status = PaymentIntentStatus.RequiresAction,
            PaymentMethod = required.Challenge.Method,
            Challenge = required.Challenge,
            Details = intent.Details.Saving(required.SetupFutureUsage),
        },
        ({ } intent, ChallengeFailed failed) => intent with
        {
            Status = PaymentIntentStatus.RequiresPaymentMethod,
            PaymentMethod = null,
            Challenge = intent.Challenge! with { Status = ChallengeStatus.Failed, Refused = failed.Refused },
        },
        ({ } intent, AttemptOutcomeUnknown) => intent.WithLatest(attempt => attempt with { AnsweredProcessing = true }),
        ({ } intent, AttemptApproved approved) => Approved(intent, approved),
        ({ } intent, MethodSaved) => intent with { MethodSaving = MethodSaving.Saved },
        ({ } intent, MethodNotSaved) => intent with { MethodSaving = MethodSaving.Refused },
        ({ } intent, SessionTold) => intent with { OwesSession = false },
        ({ } intent, AttemptDeclined declined) => intent.WithLatest(attempt => attempt with { Status = AttemptStatus.Declined, Answer = declined.Answer.WithoutRaw() }) with
        {
            Status = PaymentIntentStatus.RequiresPaymentMethod,
            PaymentMethod = null,
        },
        ({ } intent, AttemptFailed failed) => intent.WithLatest(attempt => attempt with
        {
            Status = AttemptStatus.Failed,
            Answer = failed.Answer?.WithoutRaw(),
            ReversalDue = failed.ReversalDue,
        }) with
        {
            Status = PaymentIntentStatus.RequiresPaymentMethod,
            PaymentMethod = null,
        },
        ({ } intent, IncrementStarted increment) => intent.WithLatest(attempt => attempt with
        {
            Increments = attempt.Increments + 1,
            PendingIncrement = new PendingIncrement
            {
                Reference = increment.Reference,
                Amount = increment.Amount,
                StartedAt = increment.At,
                Request = increment.Request,
                Lease = increment.Lease,
            },
        }) with
        {
            Status = PaymentIntentStatus.Processing,
            Details = increment.Details ?? intent.Details,
        },
        ({ } intent, IncrementOutcomeUnknown) => intent.WithLatest(attempt => attempt with
        {
            PendingIncrement = attempt.PendingIncrement! with { AnsweredProcessing = true },
        }),
        ({ } intent, AuthorizationIncremented incremented) => intent.WithLatest(attempt => attempt with
        {
            Authorized = incremented.Amount,
            PendingIncrement = null,
        }) with
        {
            Status = PaymentIntentStatus.RequiresCapture,
            Amount = incremented.Amount,
        },
        ({ } intent, IncrementDeclined) => intent.WithLatest(attempt => attempt with { PendingIncrement = null }) with
        {
            Status = PaymentIntentStatus.RequiresCapture,
        },
        ({ } intent, ChargeUpdated updated) => intent.WithAttempt(updated.ChargeId, attempt => attempt with { Details = updated.Details }),
        ({ } intent, CaptureStarted capture) => intent.WithLatest(attempt => attempt with
        {
            PendingCapture = new PendingCapture { Amount = capture.Amount, StartedAt = capture.At, Request = capture.Request },
        }) with
        {
            Status = PaymentIntentStatus.Processing,
        },
        ({ } intent, CaptureOutcomeUnknown) => intent.WithLatest(attempt => attempt with
        {
            PendingCapture = attempt.PendingCapture! with { AnsweredProcessing = true },
        }),
        ({ } intent, PaymentCaptured captured) => intent.WithLatest(attempt => attempt with
        {
            Status = AttemptStatus.Captured,
            Captured = captured.Amount,
            CapturedAt = captured.At,
            Figures = captured.Figures,
            PendingCapture = null,
        }) with
        {
            Status = PaymentIntentStatus.Succeeded,
        },
        ({ } intent, CaptureFailed) => intent.WithLatest(attempt => attempt with { PendingCapture = null }) with
        {
            Status = PaymentIntentStatus.RequiresCapture,
        },
        ({ } intent, IntentCanceled canceled) => Canceled(intent, canceled),
        ({ } intent, AuthorizationReversed reversed) => intent.WithAttempt(reversed.ChargeId, attempt => attempt with { ReversalDue = false }),
        ({ } intent, RefundStarted started) => intent with { Refunds = intent.Refunds.Add(Begun(intent, started)) },
        ({ } intent, RefundOutcomeUnknown unknown) => intent.WithRefund(unknown.RefundId, refund => refund with { AnsweredProcessing = true }),
        // Once it is put off its request has its answer: pending.
        ({ } intent, RefundPutOff put) => intent.WithRefund(put.RefundId, refund => refund with
        {
            PutOff = refund.PutOff + 1,
            RetryAt = put.RetryAt,
            AnsweredProcessing = true,
        }),
        ({ } intent, RefundRetried retried) => intent.WithRefund(retried.RefundId, refund => refund with { RetryAt = null, RetriedAt = retried.At }),
        ({ } intent, RefundCanceled canceled) => intent.WithRefund(canceled.RefundId, refund => refund with { Status = RefundStatus.Canceled, RetryAt = null }),
        ({ } intent, RefundUpdated updated) => intent.WithRefund(updated.RefundId, refund => refund with { Metadata = updated.Metadata }),
        ({ } intent, RefundSucceeded succeeded) => intent.WithRefund(succeeded.RefundId, refund => refund with
        {
            Status = RefundStatus.Succeeded,
            Settled = succeeded.Settled,
            FeeReturned = succeeded.FeeReturned,
            SucceededAt = succeeded.At,
            BalanceTransactionId = succeeded.BalanceTransactionId,
        }),
        ({ } intent, RefundFailed failed) => intent.WithRefund(failed.RefundId, refund => refund with
        {
            Status = RefundStatus.Failed,
            FailureReason = failed.FailureReason,
        }),
        ({ } intent, DisputeOpened opened) => intent with
        {
            DisputesIfAny = intent.Disputes.Add(Begun(intent, opened)),
            ChargebackCame = intent.ChargebackCame || opened.Announced,
        },
        ({ } intent, DisputeBooked booked) => intent.WithDispute(booked.DisputeId, dispute => dispute with { BankDue = false }),
        ({ } intent, DisputeTold told) => intent.WithDispute(told.DisputeId, dispute => dispute with { ActorDue = false }),
        ({ } intent, DisputeReinstated won) => intent.WithDispute(won.DisputeId, dispute => dispute with
        {
            Status = PaymentDisputeStatus.Won,
            EndedAt = won.At,
            ReinstatementId = won.BalanceTransactionId,
            BankDue = true,
        }),
        ({ } intent, DisputeLost lost) => intent.WithDispute(lost.DisputeId, dispute => dispute with { Status = PaymentDisputeStatus.Lost, EndedAt = lost.At }),
        ({ } intent, ChargebackDropped) => intent with { ChargebackCame = true },
        _ => throw new InvalidOperationException($"{fact.GetType().Name} cannot follow {(state is null ? "nothing" : state.Status.ToString())}."),
    };

    private static PaymentIntent Opened(IntentCreated created) => new()
    {
        Id = created.Id,
        MerchantId = created.MerchantId,
        Livemode = created.Livemode,
        Amount = created.Amount,
        Created = created.At,
        ExpiresAt = created.ExpiresAt,
        CaptureMethod = created.CaptureMethod,
        Status = created.Method is null ? PaymentIntentStatus.RequiresPaymentMethod : PaymentIntentStatus.RequiresConfirmation,
        Details = created.Details,
        PaymentMethod = created.Method,
        Request = created.Request,
    };

    private static PaymentIntent Updated(PaymentIntent intent, IntentUpdated updated)
    {
        var method = updated.MethodRemoved ? null : updated.Method ?? intent.PaymentMethod;
        return intent with
        {
            Amount = updated.Amount ?? intent.Amount,
            Attempts = updated.Amount is null ? intent.Attempts : [.. intent.Attempts.Select(attempt => attempt with { Amount = attempt.Amount ?? intent.Amount })],
            CaptureMethod = updated.CaptureMethod ?? intent.CaptureMethod,
            Details = updated.Details ?? intent.Details,
            PaymentMethod = method,
            Challenge = null,
            Status = method is null ? PaymentIntentStatus.RequiresPaymentMethod : PaymentIntentStatus.RequiresConfirmation,
        };
    }

    private static IntentDetails Saving(this IntentDetails details, string? usage) => usage is null ? details : details with { SetupFutureUsage = usage };

    private static Attempt Begun(AttemptStarted started) => new()
    {
        ChargeId = started.ChargeId,
        Method = started.Method,
        StartedAt = started.At,
        Status = AttemptStatus.Started,
        CapturesAtOnce = started.CapturesAtOnce,
        Terms = started.Terms,
        Request = started.Request,
        Authentication = started.Authentication,
        ReceiptUrl = started.ReceiptUrl,
        Lease = started.Lease,
    };

    private static Refund Begun(PaymentIntent intent, RefundStarted started) => new()
    {
        Id = started.RefundId,
        ChargeId = intent.StandingAttempt!.ChargeId,
        Amount = started.Amount,
        Status = RefundStatus.Pending,
        Created = started.At,
        Reason = started.Reason,
        Metadata = started.Metadata,
        Request = started.Request,
    };

    private static PaymentDispute Begun(PaymentIntent intent, DisputeOpened opened) => new()
    {
        Id = opened.DisputeId,
        ChargeId = intent.StandingAttempt!.ChargeId,
        Amount = opened.Amount,
        Reason = opened.Reason,
        Settled = opened.Settled,
        Fee = opened.Fee,
        BalanceTransactionId = opened.BalanceTransactionId,
        OpenedAt = opened.At,
        Status = PaymentDisputeStatus.Open,
        Request = opened.Request with { Claim = null },
        BankDue = true,
        ActorDue = true,
    };

    private static PaymentIntent Approved(PaymentIntent intent, AttemptApproved approved)
    {
        var captured = approved.Figures is not null;
        return intent.WithLatest(attempt => attempt with
        {
            Status = captured ? AttemptStatus.Captured : AttemptStatus.Authorized,
            Answer = approved.Answer.WithoutRaw(),
            Authorized = approved.Answer.Amount,
            Captured = captured ? approved.Answer.Amount : null,
            CapturedAt = captured ? approved.At : null,
            Figures = approved.Figures,
        }) with
        {
            Status = captured ? PaymentIntentStatus.Succeeded : PaymentIntentStatus.RequiresCapture,
            MethodSaving = intent.Details is { Customer: not null, SetupFutureUsage: not null } ? MethodSaving.Due : MethodSaving.None,
            OwesSession = intent.Details.CheckoutSession is not null,
        };
    }

    private static PaymentIntent Canceled(PaymentIntent intent, IntentCanceled canceled)
    {
        var voided = intent.StandingAttempt is null
            ? intent
            : intent.WithLatest(attempt => attempt with { Status = AttemptStatus.Voided, ReversalDue = true });
        return voided with { Status = PaymentIntentStatus.Canceled, CanceledAt = canceled.At, CancellationReason = canceled.Reason };
    }

    /// <summary>The bank's own words stay in the fact: no decision and no answer needs them, and the state is written with each commit.</summary>
    private static BankAnswer WithoutRaw(this BankAnswer answer) => answer with { Raw = null };

    private static PaymentIntent WithLatest(this PaymentIntent intent, Func<Attempt, Attempt> change) =>
        intent with { Attempts = intent.Attempts.SetItem(intent.Attempts.Length - 1, change(intent.Attempts[^1])) };

    private static PaymentIntent WithAttempt(this PaymentIntent intent, string chargeId, Func<Attempt, Attempt> change) =>
        intent with { Attempts = Replaced(intent.Attempts, attempt => attempt.ChargeId == chargeId, change) };

    private static PaymentIntent WithRefund(this PaymentIntent intent, string refundId, Func<Refund, Refund> change) =>
        intent with { Refunds = Replaced(intent.Refunds, refund => refund.Id == refundId, change) };

    private static PaymentIntent WithDispute(this PaymentIntent intent, string disputeId, Func<PaymentDispute, PaymentDispute> change) =>
        intent with { DisputesIfAny = Replaced(intent.Disputes, dispute => dispute.Id == disputeId, change) };

    private static ImmutableArray<T> Replaced<T>(ImmutableArray<T> items, Func<T, bool> match, Func<T, T> change)
    {
        for (var index = 0; index < items.Length; index++)
        {
            if (match(items[index]))
            {
                return items.SetItem(index, change(items[index]));
            }
        }

        throw new InvalidOperationException("The fact names an object that its stream does not have.");
    }
}
