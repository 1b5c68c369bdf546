namespace PayGate.Bank;

/// <summary>
/// The words of <see cref="BankReply.Reason"/>. Each stands beside the network code that the bank sends with it; codes follow ISO 8583
/// field 39 where it has one (12 invalid transaction, 13 invalid amount, 14 invalid card number, 25 record not found, 94 duplicate
/// transmission).
/// </summary>
public static class BankReasons
{
    public const string Approved = "approved";

    public const string DoNotHonor = "do_not_honor";
    public const string InsufficientFunds = "insufficient_funds";
    public const string LostCard = "lost_card";
    public const string StolenCard = "stolen_card";
    public const string Fraudulent = "fraudulent";

    /// <summary>The issuer wants the cardholder to be authenticated first (Visa's code 1A).</summary>
    public const string AuthenticationRequired = "authentication_required";

    public const string ExpiredCard = "expired_card";
    public const string IncorrectCvc = "incorrect_cvc";
    public const string IncorrectNumber = "incorrect_number";
    public const string CardVelocityExceeded = "card_velocity_exceeded";
    public const string ProcessingError = "processing_error";

    /// <summary>The issuer cannot be reached just now: for certain nothing was executed, and a later try under another reference may succeed.</summary>
    public const string IssuerUnavailable = "issuer_unavailable";

    /// <summary>The reference was seen before with other parameters; nothing was executed.</summary>
    public const string DuplicateOperation = "duplicate_operation";

    /// <summary>The original was never seen, or belongs to another payment.</summary>
    public const string NotFound = "not_found";

    /// <summary>The reference was given up before it arrived, and will never be executed.</summary>
    public const string NeverSeen = "never_seen";

    /// <summary>The original was declined: there is nothing to act on.</summary>
    public const string NotApproved = "not_approved";

    /// <summary>A refund of an authorization that was not captured.</summary>
    public const string NotCaptured = "not_captured";

    /// <summary>A refund reversal whose original is no refund.</summary>
    public const string NotRefund = "not_refund";

    /// <summary>A chargeback reversal whose original is no chargeback.</summary>
    public const string NotChargeback = "not_chargeback";

    public const string AlreadyCaptured = "already_captured";
    public const string AlreadyReversed = "already_reversed";
    public const string OverCaptured = "over_captured";
    public const string OverRefunded = "over_refunded";

    /// <summary>A chargeback of more than is left of the capture.</summary>
    public const string OverChargedBack = "over_charged_back";

    public const string InvalidAmount = "invalid_amount";
    public const string CurrencyMismatch = "currency_mismatch";

    /// <summary>The network code of a refusal of an operation on an authorization, by its state or by the issuer.</summary>
    internal static string NetworkCodeOf(string refusal) => refusal switch
    {
        NotFound or NeverSeen => "25",
        DuplicateOperation or AlreadyCaptured or AlreadyReversed => "94",
        OverCaptured or OverRefunded or OverChargedBack or InvalidAmount => "13",
        NotApproved or NotCaptured or NotRefund or NotChargeback or CurrencyMismatch => "12",
        _ => Issuer.IssuerDeclines.CodeOf(refusal),
    };
}
