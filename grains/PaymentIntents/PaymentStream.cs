using System.Collections.Immutable;
using System.Text.Json;
using PayGate.Grains.Journal;
using PayGate.Grains.Quotes;
using PayGate.PaymentIntents;

namespace PayGate.Grains.PaymentIntents;

/// <summary>How a payment is read, changed and written, with all consequences of its facts in the one commit.</summary>
internal sealed class PaymentStream : IStream<PaymentIntent, PaymentIntentEvent>
{
    /// <summary>The bank's deadline is 5 s; an answer that is not committed this long after the start is asked for.</summary>
    private static readonly TimeSpan UnknownAfter = TimeSpan.FromSeconds(8);

    /// <summary>Whether the last commit made a payment that cites a quote, which is the one key of a payment that others may have.</summary>
    private bool _cites;

    public StreamKind Kind => StreamKind.PaymentIntent;

    public Refusal? KeyTaken => _cites ? QuoteRules.Used : null;

    public ValueTask<PaymentIntent> Read(byte[] stored, CancellationToken cancellationToken) => ValueTask.FromResult(PaymentIntentStorage.Read(stored));

    public PaymentIntent Apply(PaymentIntent? state, PaymentIntentEvent fact) => state.Apply(fact);

    public (string Type, string Data) WriteFact(PaymentIntentEvent fact) => (PaymentIntentFacts.NameOf(fact), PaymentIntentFacts.Write(fact));

    public JournalCommit Commit(PaymentIntent next, IReadOnlyList<PaymentIntentEvent> facts, JournalFrame frame)
    {
        PaymentInvariants.Assert(next);
        _cites = facts.Any(fact => fact is IntentCreated { Details.Quote: not null });
        return new JournalCommit
        {
            Head = Head(next, frame.Last),
            ExpectedVersion = frame.ExpectedVersion,
            Facts = frame.Facts,
            Index =
            [
                .. facts.SelectMany(fact => Index(next, fact)),
                .. facts.Select(fact => PaymentBudget.Move(next, fact)).OfType<IndexRow>(),
                .. frame.DetailsOf(facts, PaymentIntentFacts.WriteDetails),
            ],
            Transfers = [.. facts.SelectMany(fact => PaymentLedger.Transfers(next, fact))],
        };
    }

    /// <summary>The earliest instant at which time alone asks for something.</summary>
    public static DateTimeOffset? DueAt(PaymentIntent intent)
    {
        DateTimeOffset? due = intent.Status switch
        {
            PaymentIntentStatus.RequiresPaymentMethod or PaymentIntentStatus.RequiresConfirmation or PaymentIntentStatus.RequiresAction => intent.ExpiresAt,
            PaymentIntentStatus.RequiresCapture => intent.StandingAttempt!.StartedAt + Settlement.AuthorizationLifetime,
            PaymentIntentStatus.Processing => StartOfStep(intent.LatestAttempt!) + UnknownAfter,
            _ => null,
        };
        if ((intent.MethodSaving == MethodSaving.Due || intent.OwesSession) && intent.LatestAttempt?.Answer is { } approval)
        {
            due = Earlier(due, approval.At + UnknownAfter);
        }

        foreach (var attempt in intent.Attempts)
        {
            due = attempt.ReversalDue ? Earlier(due, intent.CanceledAt ?? attempt.Answer!.At) : due;
        }

        foreach (var refund in intent.Refunds)
        {
            due = refund.Status == RefundStatus.Pending ? Earlier(due, refund.RetryAt ?? (refund.RetriedAt ?? refund.Created) + UnknownAfter) : due;
        }

        if (intent is { ChargebackAt: { } chargebackAt, OpenDispute: null })
        {
            due = Earlier(due, chargebackAt);
        }

        foreach (var dispute in intent.Disputes)
        {
            due = dispute.BankDue || dispute.ActorDue ? Earlier(due, (dispute.EndedAt ?? dispute.OpenedAt) + UnknownAfter) : due;
        }

        return due;
    }

    private static DateTimeOffset StartOfStep(Attempt attempt) =>
        attempt.PendingCapture?.StartedAt ?? attempt.PendingIncrement?.StartedAt ?? attempt.StartedAt;

    private static DateTimeOffset Earlier(DateTimeOffset? left, DateTimeOffset right) => left is { } instant && instant < right ? instant : right;

    private static PaymentIntentRow Head(PaymentIntent next, FactRow last) => new()
    {
        Id = next.Id,
        MerchantId = next.MerchantId,
        Version = last.Seq,
        HeadHash = last.Hash,
        State = PaymentIntentStorage.Write(next),
        DueAt = DueAt(next),
        Livemode = next.Livemode,
        Status = JsonNamingPolicy.SnakeCaseLower.ConvertName(next.Status.ToString()),
        Amount = next.Amount,
        AmountAuthorized = next.LatestAttempt?.Authorized?.MinorUnits ?? 0,
        AmountCaptured = next.AmountCaptured.MinorUnits,
        AmountRefunded = next.AmountRefunded.MinorUnits,
        AmountDisputed = next.AmountDisputed.MinorUnits,
        Created = next.Created,
        ExpiresAt = next.ExpiresAt,
        CustomerId = next.Erased ? null : next.Details.Customer,
        IdempotencyKey = next.Request.Claim?.Key,
    };

    private static ImmutableArray<IndexRow> Index(PaymentIntent next, PaymentIntentEvent fact) => fact switch
    {
        IntentCreated { Details.Quote: { } quoted } => [new QuoteUseRow { Id = quoted.QuoteId, MerchantId = next.MerchantId, PaymentIntentId = next.Id }],
        AttemptStarted started => [new ChargeRow { Id = started.ChargeId, MerchantId = next.MerchantId, PaymentIntentId = next.Id }],
        AttemptApproved { Figures: { } figures } approved => [Captured(next, approved.ChargeId, figures, approved.Answer.Amount, fact.At)],
        PaymentCaptured captured => [Captured(next, next.StandingAttempt!.ChargeId, captured.Figures, captured.Amount, fact.At)],
        RefundStarted started =>
        [
            new RefundRow { Id = started.RefundId, MerchantId = next.MerchantId, PaymentIntentId = next.Id, ChargeId = next.StandingAttempt!.ChargeId },
        ],
        RefundSucceeded refunded =>
        [
            new BalanceTransactionRow
            {
                Id = refunded.BalanceTransactionId,
                MerchantId = next.MerchantId,
                PaymentIntentId = next.Id,
                Livemode = next.Livemode,
                SourceId = refunded.RefundId,
                Type = "refund",
                Amount = -refunded.Settled,
                Fee = -(refunded.FeeReturned ?? Money.Zero(refunded.Settled.Currency)),
                OfPayment = -next.Refunds.Single(refund => refund.Id == refunded.RefundId).Amount,
                Created = fact.At,
            },
        ],
        DisputeOpened opened =>
        [
            Disputed(next, opened.DisputeId, opened.BalanceTransactionId, "dispute", -opened.Settled, opened.Fee, -opened.Amount, fact.At),
        ],
        DisputeReinstated won => [Reinstated(next, next.Disputes.Single(dispute => dispute.Id == won.DisputeId), won)],
        _ => [],
    };

    private static BalanceTransactionRow Reinstated(PaymentIntent next, PaymentDispute dispute, DisputeReinstated won) => Disputed(
        next, dispute.Id, won.BalanceTransactionId, "dispute_reinstated", dispute.Settled, Money.Zero(dispute.Fee.Currency), dispute.Amount, won.At);

    private static BalanceTransactionRow Disputed(
        PaymentIntent next, string disputeId, string transactionId, string type, Money settled, Money fee, Money ofPayment, DateTimeOffset at) => new()
        {
            Id = transactionId,
            MerchantId = next.MerchantId,
            PaymentIntentId = next.Id,
            Livemode = next.Livemode,
            SourceId = disputeId,
            Type = type,
            Amount = settled,
            Fee = fee,
            OfPayment = ofPayment,
            Created = at,
        };

    private static BalanceTransactionRow Captured(PaymentIntent next, string chargeId, CaptureFigures figures, Money captured, DateTimeOffset at) => new()
    {
        Id = figures.BalanceTransactionId,
        MerchantId = next.MerchantId,
        PaymentIntentId = next.Id,
        Livemode = next.Livemode,
        SourceId = chargeId,
        Type = "charge",
        Amount = figures.Gross,
        Fee = figures.Fee,
        OfPayment = captured,
        Created = at,
    };
}
