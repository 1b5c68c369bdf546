using PayGate.PaymentIntents;

namespace PayGate.BankScripts;

/// <summary>What the sandbox orders its simulated bank to do with a merchant's next operations. Holds no card but its last four digits.</summary>
[GenerateSerializer, Alias("paygate.bank-script"), Immutable]
public sealed record BankScript
{
    [Id(0)]
    public required string Id { get; init; }

    [Id(1)]
    public required string MerchantId { get; init; }

    /// <summary>One of <see cref="BankScriptWords.Behaviors"/>.</summary>
    [Id(2)]
    public required string Behavior { get; init; }

    /// <summary>One of <see cref="BankScriptWords.Operations"/>; null for the next one that the behaviour can happen to.</summary>
    [Id(3)]
    public string? Operation { get; init; }

    [Id(4)]
    public string? CardLast4 { get; init; }

    /// <summary>Minor units that are asked for.</summary>
    [Id(5)]
    public long? Amount { get; init; }

    [Id(6)]
    public string? PaymentIntentId { get; init; }

    [Id(7)]
    public int LatencyMilliseconds { get; init; }

    /// <summary>One of <see cref="BankScriptWords.DeclineCodes"/>.</summary>
    [Id(8)]
    public string? DeclineCode { get; init; }

    /// <summary>Minor units that are approved instead; null for a usual deviation.</summary>
    [Id(9)]
    public long? ApprovedAmount { get; init; }

    /// <summary>How long a hold stands before the issuer drops it, or how long after the capture a chargeback comes.</summary>
    [Id(10)]
    public int AfterSeconds { get; init; }

    /// <summary>For a chargeback: one of <see cref="DisputeReasons"/>.</summary>
    [Id(14)]
    public string? DisputeReason { get; init; }

    [Id(11)]
    public required int Times { get; init; }

    [Id(12)]
    public required int TimesLeft { get; init; }

    [Id(13)]
    public required DateTimeOffset Created { get; init; }
}

/// <summary>The words of scripts; the bank has the same, and a test compares them.</summary>
public static class BankScriptWords
{
    public const string Slow = "slow";
    public const string WrongAmount = "wrong_amount";
    public const string PartialApproval = "partial_approval";
    public const string Decline = "decline";
    public const string LateReversal = "late_reversal";
    public const string Chargeback = "chargeback";

    public const int TimesMax = 100;
    public const int LatencyMillisecondsMax = 60_000;

    /// <summary>What becomes of a movement in the bank's settlement file: left out, told twice, one unit too much, under a reference that nobody gave, a day late.</summary>
    private static readonly string[] OfSettlementFiles =
        ["settlement_missing", "settlement_doubled", "settlement_wrong_amount", "settlement_unknown_reference", "settlement_late"];

    public static readonly string[] Behaviors =
    [
        Slow, "lost_request", "lost_answer", "duplicate_answer", "garbage", WrongAmount, PartialApproval, Decline, LateReversal, Chargeback, .. OfSettlementFiles,
    ];

    public static readonly string[] Operations = ["authorize", "increment", "capture", "reverse", "refund", "chargeback", "chargeback_reversal", "transfer"];

    public static readonly string[] DeclineCodes =
    [
        "do_not_honor", "insufficient_funds", "lost_card", "stolen_card", "fraudulent", "expired_card", "incorrect_cvc", "card_velocity_exceeded",
        "processing_error", "issuer_unavailable",
    ];

    /// <summary>What is opened may be approved for another amount, dropped later or charged back; what an issuer is asked may be refused; what moves money stands in the settlement file; anything may be late, lost or garbled.</summary>
    public static IReadOnlyList<string> OperationsOf(string behavior) => behavior switch
    {
        WrongAmount or PartialApproval or LateReversal or Chargeback => ["authorize"],
        Decline => ["authorize", "increment", "refund"],
        _ when OfSettlementFiles.Contains(behavior) => ["authorize", "capture", "refund", "chargeback", "chargeback_reversal"],
        _ => Operations,
    };
}

[GenerateSerializer, Alias("paygate.bank-script.create"), Immutable]
public sealed record CreateBankScript
{
    [Id(0)]
    public required BankScript Script { get; init; }

    [Id(1)]
    public required RequestInfo Request { get; init; }
}
