using PayGate.Bank.Laboratory;

namespace PayGate.Bank.Journal;

/// <summary>One row of bank.operations: a request without its card, and its answer.</summary>
internal sealed record JournalRow
{
    /// <summary>The operation word of a row that forbids its reference.</summary>
    public const string Tombstone = "never_seen";

    /// <summary>Given by the database; 0 before the insert.</summary>
    public long Id { get; init; }

    public required string Reference { get; init; }

    public bool Repeat { get; init; }

    public required string PaymentId { get; init; }

    public required string Operation { get; init; }

    public string? OriginalReference { get; init; }

    /// <summary>The authorization acted on; null for the operation that opened one.</summary>
    public long? AuthorizationId { get; init; }

    public long Amount { get; init; }

    public string? Currency { get; init; }

    public string? CardLastFour { get; init; }

    public required string NetworkCode { get; init; }

    public required string Reason { get; init; }

    public string? AuthorizationCode { get; init; }

    public string? AvsResult { get; init; }

    public string? CvcResult { get; init; }

    public long AmountApproved { get; init; }

    public long AmountReleased { get; init; }

    /// <summary>What the issuer announced with an opening that it approved.</summary>
    public BankChargeback? Chargeback { get; init; }

    /// <summary>What the laboratory makes of it in the settlement file; written, and read for that file only.</summary>
    public string? SettlementFault { get; init; }

    /// <summary>Of an opening, kept on its authorization; not a column here.</summary>
    public RefundHabit Refunds { get; init; }

    /// <summary>As above.</summary>
    public DateTimeOffset? HoldUntil { get; init; }

    /// <summary>Whether the authorization that it opens is one to remember something of.</summary>
    public bool OpensScripted => Refunds != RefundHabit.Prompt || HoldUntil is not null;

    /// <summary>Whole microseconds, as the database keeps them, so that the first answer equals every later one.</summary>
    public required DateTimeOffset At { get; init; }

    public bool Approved => Reason == BankReasons.Approved;

    /// <summary>Read from the journal, not just made.</summary>
    public bool IsStored => Id > 0;

    public bool IsTombstone => Operation == Tombstone;

    /// <summary>
    /// Whether the request is the one that this row answered. A tombstone answers any: it was written before the request arrived.
    /// </summary>
    public bool Answers(BankRequest request) => IsTombstone
        || (Operation == request.Operation.Word()
            && PaymentId == request.PaymentId
            && Amount == request.Amount
            && Currency == request.Currency
            && OriginalReference == request.OriginalReference
            && CardLastFour == request.Card?.LastFour);

    public BankReply ToReply() => new()
    {
        Reference = Reference,
        Approved = Approved,
        NetworkCode = NetworkCode,
        Reason = Reason,
        AuthorizationCode = AuthorizationCode,
        AvsResult = AvsResult,
        CvcResult = CvcResult,
        AmountApproved = AmountApproved,
        Chargeback = Chargeback,
        RawResponse = Journal.RawResponse.Of(this),
        At = At,
    };
}
