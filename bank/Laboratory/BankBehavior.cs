namespace PayGate.Bank.Laboratory;

/// <summary>What the bank does to one operation besides deciding it. Several of these may come together.</summary>
public sealed record BankBehavior
{
    public static readonly BankBehavior None = new();

    /// <summary>Waited, by the clock on the wall, before the request is taken. The bank goes on when its caller has given up.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>The connection breaks before the request is taken: nothing is journaled.</summary>
    public bool LosesRequest { get; init; }

    /// <summary>The operation is journaled, then the connection breaks: a time-out after approval.</summary>
    public bool LosesAnswer { get; init; }

    /// <summary>The request arrives a second time, as after a lost acknowledgement, and is answered a second time.</summary>
    public bool AnswersTwice { get; init; }

    /// <summary>The operation is journaled, and what comes back cannot be understood.</summary>
    public bool AnswersGarbage { get; init; }

    /// <summary>The issuer refuses with this one of <see cref="BankReasons"/>, whatever the card's own answer.</summary>
    public string? DeclineReason { get; init; }

    /// <summary>An opening is approved for another amount than was asked.</summary>
    public AmountDeviation Deviation { get; init; }

    /// <summary>The other amount in minor units; null takes a usual one.</summary>
    public long? DeviantAmount { get; init; }

    /// <summary>How refunds of the authorization that is opened will go.</summary>
    public RefundHabit Refunds { get; init; }

    /// <summary>The issuer drops the hold that is opened after this time, if it is not captured before; null keeps it.</summary>
    public TimeSpan? HoldsFor { get; init; }

    /// <summary>The cardholder disputes the charge that is opened, once it is captured; null for none.</summary>
    public BankChargeback? Chargeback { get; init; }

    /// <summary>What becomes of the operation in the bank's settlement file: one of its words, or null where it is told as it is.</summary>
    internal string? SettlementFault { get; init; }

    /// <summary>What an opening of this amount is approved for. A card check of nothing stays one.</summary>
    internal long Approved(long requested) => Deviation switch
    {
        AmountDeviation.Other when requested > 0 => DeviantAmount ?? requested + 1,
        AmountDeviation.Part when requested > 1 => Math.Min(DeviantAmount ?? requested / 2, requested - 1),
        _ => requested,
    };
}

public enum AmountDeviation
{
    None,

    /// <summary>Any other amount, approved as if it were the right one (00).</summary>
    Other,

    /// <summary>Less, approved as a part (10).</summary>
    Part,
}

/// <summary>How an issuer treats the refunds of one authorization; kept there by its word, because a refund brings no card.</summary>
public enum RefundHabit
{
    Prompt,

    /// <summary>Says "try again later" (91) to the first two, executing nothing, then approves.</summary>
    PutOff,

    /// <summary>Says "try again later" (91) to the first, then refuses.</summary>
    Refused,
}
