namespace PayGate.Bank;

/// <summary>
/// What a bank can be asked to do. All but <see cref="Authorize"/> and <see cref="Sale"/> name an earlier operation as their original.
/// </summary>
public enum BankOperation
{
    /// <summary>Holds an amount on a card. An amount of 0 only checks the card.</summary>
    Authorize,

    /// <summary>Authorizes and captures in one call.</summary>
    Sale,

    /// <summary>Adds an amount to a standing authorization; the amount is what is added, not the new total.</summary>
    Increment,

    /// <summary>Takes the authorized amount or a part of it, once; what is left of the hold is given back in the same call.</summary>
    Capture,

    /// <summary>Gives back the whole hold of an uncaptured authorization, whatever the amount in the request.</summary>
    Reverse,

    /// <summary>Returns captured money; all refunds of an authorization together never exceed what was captured.</summary>
    Refund,

    /// <summary>Takes back one refund, whole and once.</summary>
    RefundReversal,

    /// <summary>Takes back captured money for the cardholder; with all refunds never more than was captured.</summary>
    Chargeback,

    /// <summary>Gives back what one chargeback took, whole and once.</summary>
    ChargebackReversal,
}

internal static class BankOperationNames
{
    /// <summary>Takes back another operation, whole and once.</summary>
    public static bool IsTakingBack(this BankOperation operation) => operation is BankOperation.RefundReversal or BankOperation.ChargebackReversal;

    /// <summary>Captured money moves; a hold is none.</summary>
    public static bool MovesMoney(this BankOperation operation) => operation is not (BankOperation.Authorize or BankOperation.Increment or BankOperation.Reverse);

    /// <summary>The word in the journal and in the audit view.</summary>
    public static string Word(this BankOperation operation) => operation switch
    {
        BankOperation.Authorize => "authorize",
        BankOperation.Sale => "sale",
        BankOperation.Increment => "increment",
        BankOperation.Capture => "capture",
        BankOperation.Reverse => "reverse",
        BankOperation.Refund => "refund",
        BankOperation.RefundReversal => "refund_reversal",
        BankOperation.Chargeback => "chargeback",
        BankOperation.ChargebackReversal => "chargeback_reversal",
        _ => throw new ArgumentOutOfRangeException(nameof(operation)),
    };

    /// <summary>Opening operations need a card and no original; their decision depends on no stored row.</summary>
    public static bool IsOpening(this BankOperation operation) => operation is BankOperation.Authorize or BankOperation.Sale;
}
