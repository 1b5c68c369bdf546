using PayGate.Bank.Issuer;

namespace PayGate.Bank.Laboratory;

/// <summary>The words of scripts.</summary>
public static class BankScripts
{
    public const string Slow = "slow";
    public const string LostRequest = "lost_request";
    public const string LostAnswer = "lost_answer";
    public const string DuplicateAnswer = "duplicate_answer";
    public const string Garbage = "garbage";
    public const string WrongAmount = "wrong_amount";
    public const string PartialApproval = "partial_approval";
    public const string Decline = "decline";
    public const string LateReversal = "late_reversal";
    public const string Chargeback = "chargeback";

    /// <summary>The movement is left out of the bank's settlement file, or told there twice, with one unit too much, under a reference that nobody gave, or a day late.</summary>
    public const string SettlementMissing = "settlement_missing";
    public const string SettlementDoubled = "settlement_doubled";
    public const string SettlementWrongAmount = "settlement_wrong_amount";
    public const string SettlementUnknownReference = "settlement_unknown_reference";
    public const string SettlementLate = "settlement_late";

    /// <summary>Money sent to a merchant's account; only scripts that name it concern it.</summary>
    public const string Transfer = "transfer";

    /// <summary>Scripts of a merchant that are not used up.</summary>
    public const int LiveMax = 100;

    public const int TimesMax = 100;

    /// <summary>Longer than anybody waits for a bank.</summary>
    public const int LatencyMillisecondsMax = 60_000;

    public static readonly IReadOnlyList<string> Behaviors =
    [
        Slow, LostRequest, LostAnswer, DuplicateAnswer, Garbage, WrongAmount, PartialApproval, Decline, LateReversal, Chargeback,
        SettlementMissing, SettlementDoubled, SettlementWrongAmount, SettlementUnknownReference, SettlementLate,
    ];

    /// <summary>An authorization and a sale are one thing here: a test does not choose between them.</summary>
    public static readonly IReadOnlyList<string> Operations = ["authorize", "increment", "capture", "reverse", "refund", "chargeback", "chargeback_reversal", Transfer];

    /// <summary>In Stripe's words; the first is the usual one.</summary>
    public static readonly IReadOnlyList<string> DisputeReasons =
    [
        "fraudulent", "product_not_received", "product_unacceptable", "duplicate", "credit_not_processed", "unrecognized", "general", "subscription_canceled",
    ];

    public static IReadOnlyCollection<string> DeclineReasons => IssuerDeclines.Reasons;

    /// <summary>What is opened may be approved for another amount, dropped later or charged back; what an issuer is asked may be refused; what moves money stands in the settlement file; anything may be late, lost or garbled.</summary>
    public static bool CanHappenTo(string behavior, BankOperation operation) => behavior switch
    {
        WrongAmount or PartialApproval or LateReversal or Chargeback => operation.IsOpening(),
        Decline => operation.IsOpening() || operation is BankOperation.Increment or BankOperation.Refund,
        SettlementMissing or SettlementDoubled or SettlementWrongAmount or SettlementUnknownReference or SettlementLate => operation.MovesMoney(),
        _ => true,
    };

    public static string WordOf(BankOperation operation) => operation == BankOperation.Sale ? "authorize" : operation.Word();
}
