using System.Collections.Immutable;

namespace PayGate.Grains.Journal;

/// <summary>The kinds of actors that write through the journal; each has a head table of its own.</summary>
public enum StreamKind
{
    PaymentIntent,
    Merchant,
    ApiKey,
    CardToken,
    EncryptionKey,
    Customer,
    SetupIntent,
    CheckoutSession,
    PaymentLink,
    RefundRequest,
    RateLimit,
    SettlementBatch,
    SettlementSchedule,
    Payout,
    Dispute,
    ExchangeRates,
    Quote,
}

/// <summary>
/// One command's whole effect. The head row carries the new version, which is the number of the stream's last event; every commit has at least one fact.
/// </summary>
public sealed record JournalCommit
{
    public required HeadRow Head { get; init; }

    /// <summary>The version that must be stored now; 0 when the stream must not exist yet.</summary>
    public required long ExpectedVersion { get; init; }

    /// <summary>The due time that is stored with the expected version.</summary>
    public DateTimeOffset? DueBefore { get; init; }

    /// <summary>Already numbered and hash-linked, in order.</summary>
    public required ImmutableArray<FactRow> Facts { get; init; }

    /// <summary>Index rows for lists, inserted with the commit.</summary>
    public ImmutableArray<IndexRow> Index { get; init; } = [];

    public ImmutableArray<TransferRow> Transfers { get; init; } = [];

    public IdempotencyWrite? Idempotency { get; init; }
}

/// <summary>What all head rows have. Each kind of actor derives its own, with typed columns for lists, constraints and audit.</summary>
public abstract record HeadRow
{
    public abstract StreamKind Kind { get; }

    public required string Id { get; init; }

    public required string MerchantId { get; init; }

    public required long Version { get; init; }

    /// <summary>SHA-256 of the last event, see <see cref="FactRow.Hash"/>.</summary>
    public required byte[] HeadHash { get; init; }

    /// <summary>The actor's whole state, versioned JSON.</summary>
    public required byte[] State { get; init; }

    /// <summary>When DueWork must wake the actor; null for never.</summary>
    public DateTimeOffset? DueAt { get; init; }
}

/// <summary>A row that exists for lists and look-ups only; inserted once, never the source of a decision.</summary>
public abstract record IndexRow
{
    public required string Id { get; init; }

    public required string MerchantId { get; init; }
}

/// <summary>
/// One stored event: a compact fact, numbered 1..n in its stream. Hash = SHA-256(previous hash or nothing, then UTF-8 of stream|seq|type|data).
/// </summary>
public sealed record FactRow
{
    public required string StreamId { get; init; }

    public required string MerchantId { get; init; }

    public required long Seq { get; init; }

    public required string Type { get; init; }

    /// <summary>JSON text, kept to the letter because the hash covers it.</summary>
    public required string Data { get; init; }

    public required byte[]? PrevHash { get; init; }

    public required byte[] Hash { get; init; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>
/// Moves one amount between two accounts: the debit and the credit of one ledger entry pair, so every ledger transaction balances by construction.
/// Transfers with equal source form one ledger transaction.
/// </summary>
public sealed record TransferRow
{
    public required string MerchantId { get; init; }

    /// <summary>capture, conversion, fee, refund, …: with <see cref="SourceId"/> unique.</summary>
    public required string SourceType { get; init; }

    public required string SourceId { get; init; }

    /// <summary>1, 2, … within the transaction.</summary>
    public required int Seq { get; init; }

    public required string DebitAccount { get; init; }

    public required string CreditAccount { get; init; }

    public required Money Amount { get; init; }

    public string? PaymentId { get; init; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>What a commit does to its request's idempotency record.</summary>
public sealed record IdempotencyWrite
{
    public required Idempotency.IdempotencyClaim Claim { get; init; }

    public required IdempotencyStep Step { get; init; }

    /// <summary><c>req_…</c> of the request that claimed the key; null when PayGate itself acted.</summary>
    public string? RequestId { get; init; }

    /// <summary>Public id of the object the request made or changed.</summary>
    public required string ResourceId { get; init; }

    /// <summary>HTTP status of the recorded answer; 0 while in progress.</summary>
    public int Status { get; init; }

    /// <summary>The recorded answer, without the client secret; null while in progress.</summary>
    public byte[]? Body { get; init; }

    public required DateTimeOffset At { get; init; }
}

public enum IdempotencyStep
{
    /// <summary>Inserts the key as in progress; loses if it exists.</summary>
    Claim,

    /// <summary>Inserts the key with its answer; loses if it exists.</summary>
    ClaimAndComplete,

    /// <summary>Writes the answer into a key that this actor claimed before.</summary>
    Complete,
}

/// <summary>What the journal has stored of an actor.</summary>
public sealed record StoredHead(long Version, byte[] HeadHash, byte[] State, DateTimeOffset? DueAt);
