using System.Collections.Immutable;
using PayGate.Disputes;
using PayGate.PaymentIntents;
using static PayGate.Disputes.DisputeStatus;
using Decision = PayGate.Outcome<System.Collections.Immutable.ImmutableArray<PayGate.Grains.Disputes.DisputeEvent>>;

namespace PayGate.Grains.Disputes;

/// <summary>
/// The rules of a dispute, pure: (state, command, now) to facts or a refusal. No facts means that nothing is left to do. The table of legal moves in this folder's README
/// is compared with it by a test.
/// </summary>
public static class DisputeDecider
{
    private static readonly Decision Nothing = ImmutableArray<DisputeEvent>.Empty;

    public static Decision Decide(Dispute? state, DisputeActorCommand command, DateTimeOffset now) => (state, command) switch
    {
        (null, Open open) => Facts(Created(open)),
        (null, _) => DisputeRefusals.NoSuchDispute,
        (_, EraseDispute) => state.Erased ? Nothing : Facts(new DisputeErased { At = now }),
        // Another activation of the payment was here before.
        (_, Open) => Nothing,

        ({ Status: NeedsResponse }, PassTime) when now >= state.EvidenceDueBy =>
            Facts(new DisputeLost { Ending = DisputeEnding.Overdue, Request = RequestInfo.None, At = now }),
        (_, PassTime) => Nothing,

        (_, Update update) => Updated(state, update.Asked, now),

        ({ IsOpen: true }, Accept accept) => Facts(new DisputeLost { Ending = DisputeEnding.Accepted, Request = accept.Request, At = now }),
        ({ IsOpen: true }, Rule { Won: true } rule) => Facts(new DisputeWon { Request = rule.Request, At = now }),
        ({ IsOpen: true }, Rule rule) => Facts(new DisputeLost { Ending = DisputeEnding.Ruled, Request = rule.Request, At = now }),

        ({ Status: UnderReview }, AwaitRuling waits) when state.RulingAt is null || waits.RulingAt > state.RulingAt =>
            Facts(new RulingAwaited { RulingAt = waits.RulingAt, At = now }),
        (_, AwaitRuling) => Nothing,

        ({ Status: Won, OwesPayment: true }, PaymentKnows { Reinstatement: { } back }) => Facts(new FundsReinstated { Reinstatement = back, At = now }),
        ({ Status: Lost, OwesPayment: true }, PaymentKnows { Reinstatement: null }) => Facts(new LossRecorded { At = now }),
        ({ OwesPayment: false }, PaymentKnows) => Nothing,

        _ => DisputeRefusals.UnexpectedState(state.Status, command is Accept ? "accepting it" : "a ruling"),
    };

    /// <summary>Total over all facts; an unknown one is corruption and throws.</summary>
    public static Dispute Apply(Dispute? state, DisputeEvent fact) => (state, fact) switch
    {
        (null, DisputeCreated created) => new Dispute
        {
            Id = created.Id,
            Tenant = new() { MerchantId = created.MerchantId, Livemode = created.Livemode },
            Created = created.At,
            Status = NeedsResponse,
            Charge = created.Charge,
            PaymentIntent = created.PaymentIntent,
            Customer = created.Customer,
            Amount = created.Amount,
            Reason = created.Reason,
            EvidenceDueBy = created.EvidenceDueBy,
            Withdrawal = created.Withdrawal,
        },
        ({ } dispute, DisputeUpdated updated) => dispute with
        {
            Evidence = updated.Evidence ?? dispute.Evidence,
            Metadata = updated.Metadata ?? dispute.Metadata,
            Status = updated.Submitted ? UnderReview : dispute.Status,
            SubmittedAt = updated.Submitted ? updated.At : dispute.SubmittedAt,
        },
        ({ } dispute, RulingAwaited awaited) => dispute with { RulingAt = awaited.RulingAt },
        ({ } dispute, DisputeWon won) => dispute with { Status = Won, Ending = DisputeEnding.Ruled, EndedAt = won.At, OwesPayment = true },
        ({ } dispute, DisputeLost lost) => dispute with { Status = Lost, Ending = lost.Ending, EndedAt = lost.At, OwesPayment = true },
        ({ } dispute, FundsReinstated back) => dispute with { Reinstatement = back.Reinstatement, OwesPayment = false },
        ({ } dispute, LossRecorded) => dispute with { OwesPayment = false },
        ({ } dispute, DisputeErased) => dispute with { Erased = true, Evidence = DisputeEvidence.None, Metadata = IntentDetails.NoMetadata },
        _ => throw new InvalidOperationException($"A dispute's stream does not know the fact {fact.GetType().Name} here."),
    };

    /// <summary>The dispute's first fact.</summary>
    internal static DisputeCreated Created(Open open) => new()
    {
        Id = open.Id,
        MerchantId = open.Asked.Tenant.MerchantId,
        Livemode = open.Asked.Tenant.Livemode,
        Charge = open.Asked.Charge,
        PaymentIntent = open.Asked.PaymentIntent,
        Customer = open.Asked.Customer,
        Amount = open.Asked.Amount,
        Reason = open.Asked.Reason,
        EvidenceDueBy = open.Asked.OpenedAt + Dispute.AnswerTime,
        Withdrawal = open.Asked.Withdrawal,
        Request = open.Asked.Request,
        At = open.Asked.OpenedAt,
    };

    private static Decision Updated(Dispute state, UpdateDispute asked, DateTimeOffset now)
    {
        var evidence = asked.Evidence is { } changes ? Merged(state.Evidence, changes) : null;
        var metadata = asked.Metadata.ApplyTo(state.Metadata);
        var submits = asked.Submit ?? evidence is not null;
        return true switch
        {
            _ when (evidence is not null || submits) && state.Status != NeedsResponse => DisputeRefusals.UnexpectedState(state.Status, "changing or submitting evidence"),
            _ when evidence is not null && state.Erased => DisputeRefusals.CustomerErased,
            _ when evidence is not null && evidence.Values.Sum(text => text.Length) > DisputeEvidence.TotalLengthMax => DisputeRefusals.TooMuchEvidence,
            _ when submits && (evidence ?? state.Evidence).Count == 0 => DisputeRefusals.NoEvidence,
            _ when !metadata.IsSuccess => metadata.Refusal,
            _ => Facts(new DisputeUpdated
            {
                Evidence = evidence,
                Metadata = metadata.Value.SequenceEqual(state.Metadata) ? null : metadata.Value,
                Submitted = submits,
                Request = asked.Request,
                At = now,
            }),
        };
    }

    private static ImmutableSortedDictionary<string, string> Merged(
        ImmutableSortedDictionary<string, string> before, ImmutableSortedDictionary<string, string?> changes)
    {
        var merged = before.ToBuilder();
        foreach (var (member, text) in changes)
        {
            if (text is null)
            {
                merged.Remove(member);
            }
            else
            {
                merged[member] = text;
            }
        }

        return merged.ToImmutable();
    }

    private static Decision Facts(DisputeEvent fact) => ImmutableArray.Create(fact);
}
