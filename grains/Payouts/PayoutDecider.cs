using System.Collections.Immutable;
using PayGate.Payouts;
using static PayGate.Payouts.PayoutStatus;
using Decision = PayGate.Outcome<System.Collections.Immutable.ImmutableArray<PayGate.Grains.Payouts.PayoutEvent>>;

namespace PayGate.Grains.Payouts;

/// <summary>
/// The rules of a payout, pure: (state, command, now) to facts or a refusal. No facts means that nothing is left to do. Whether the balance covers it is the database's to
/// say. The table of legal moves in this folder's README is compared with it by a test.
/// </summary>
public static class PayoutDecider
{
    /// <summary>The bank has answered by then, or a crash came in between: it is asked again.</summary>
    public static readonly TimeSpan AskAfter = TimeSpan.FromSeconds(10);

    private static readonly Decision Nothing = ImmutableArray<PayoutEvent>.Empty;

    public static Decision Decide(Payout? state, PayoutCommand command, DateTimeOffset now) => (state, command) switch
    {
        (null, OpenPayout open) => Facts(Opened(open, now)),
        (null, _) => PayoutRefusals.NoSuchPayout,
        // The schedule's payout of a day, made before.
        (_, OpenPayout) => Nothing,
        ({ Status: Pending }, SendPayout) when state.Times.SendAt <= now => Facts(new PayoutSent { At = now }),
        ({ Status: InTransit, TraceId: null }, AcceptTransfer accept) => Facts(new PayoutAccepted { TraceId = accept.TraceId, At = now }),
        ({ Status: InTransit, TraceId: null }, RefuseTransfer refuse) =>
            Facts(new PayoutFailed { Code = refuse.Code, TransactionId = refuse.TransactionId, At = now }),
        ({ Status: InTransit, TraceId: not null }, ArrivePayout) when state.Times.ArrivalAt <= now => Facts(new PayoutPaid { At = now }),
        ({ Status: Pending }, WithdrawPayout withdraw) =>
            Facts(new PayoutCanceled { TransactionId = withdraw.TransactionId, Request = withdraw.Request, At = now }),
        (_, WithdrawPayout) => PayoutRefusals.UnexpectedState(state.Status),
        (_, ChangePayout change) => Changed(state, change, now),
        _ => Nothing,
    };

    /// <summary>Total over all facts; an unknown one is corruption and throws.</summary>
    public static Payout Apply(Payout? state, PayoutEvent fact) => (state, fact) switch
    {
        (null, PayoutCreated created) => new Payout
        {
            Id = created.Id,
            Tenant = new() { MerchantId = created.MerchantId, Livemode = created.Livemode },
            Created = created.At,
            Status = Pending,
            Amount = created.Amount,
            Automatic = created.Automatic,
            Destination = created.Destination,
            Times = created.Times,
            TransactionId = created.TransactionId,
            Description = created.Description,
            StatementDescriptor = created.StatementDescriptor,
            Metadata = created.Metadata,
            Request = created.Request,
        },
        ({ } payout, PayoutSent sent) => payout with { Status = InTransit, SentAt = sent.At },
        ({ } payout, PayoutAccepted accepted) => payout with { TraceId = accepted.TraceId },
        ({ } payout, PayoutUpdated updated) => payout with { Metadata = updated.Metadata },
        ({ } payout, PayoutPaid paid) => payout with { Status = Paid, EndedAt = paid.At },
        ({ } payout, PayoutFailed failed) => payout with
        {
            Status = Failed,
            FailureCode = failed.Code,
            ReturnTransactionId = failed.TransactionId,
            EndedAt = failed.At,
        },
        ({ } payout, PayoutCanceled canceled) => payout with { Status = Canceled, ReturnTransactionId = canceled.TransactionId, EndedAt = canceled.At },
        _ => throw new InvalidOperationException($"A payout's stream does not know the fact {fact.GetType().Name} here."),
    };

    /// <summary>When time asks for the next step; null at its end.</summary>
    public static DateTimeOffset? DueAt(Payout payout) => payout switch
    {
        { Status: Pending } => payout.Times.SendAt,
        { Status: InTransit, TraceId: null } => payout.SentAt + AskAfter,
        { Status: InTransit } => payout.Times.ArrivalAt,
        _ => null,
    };

    private static PayoutCreated Opened(OpenPayout open, DateTimeOffset now) => new()
    {
        Id = open.Id,
        MerchantId = open.Asked.Tenant.MerchantId,
        Livemode = open.Asked.Tenant.Livemode,
        Amount = open.Asked.Amount,
        Automatic = open.Automatic,
        Destination = open.Destination,
        Times = open.Times,
        TransactionId = open.TransactionId,
        Description = open.Asked.Description,
        StatementDescriptor = open.Asked.StatementDescriptor,
        Metadata = open.Asked.Metadata,
        Request = open.Asked.Request,
        At = now,
    };

    private static Decision Changed(Payout state, ChangePayout change, DateTimeOffset now)
    {
        var metadata = change.Metadata.ApplyTo(state.Metadata);
        return metadata.IsSuccess ? Facts(new PayoutUpdated { Metadata = metadata.Value, Request = change.Request, At = now }) : metadata.Refusal;
    }

    private static Decision Facts(PayoutEvent fact) => ImmutableArray.Create(fact);
}
