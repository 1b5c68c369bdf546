namespace PayGate.Bank;

/// <summary>One operation asked of the bank. The reference names it for good: the bank executes a reference at most once.</summary>
public sealed record BankRequest
{
    /// <summary>Length limit of references and payment ids; ISO 8583 fields and indexes stay small.</summary>
    public const int ReferenceLengthMax = 64;

    /// <summary>Unique per operation, 1 to 64 visible ASCII characters.</summary>
    public required string Reference { get; init; }

    /// <summary>
    /// The payment that the operation belongs to, 1 to 64 visible ASCII characters; an original of another payment is not found.
    /// </summary>
    public required string PaymentId { get; init; }

    public required BankOperation Operation { get; init; }

    /// <summary>Minor units, never negative.</summary>
    public required long Amount { get; init; }

    /// <summary>Lower-case ISO 4217 code.</summary>
    public required string Currency { get; init; }

    /// <summary>Needed to authorize and to sell; optional for an increment, where the issuer is asked again if it is there.</summary>
    public BankCard? Card { get; init; }

    /// <summary>
    /// The reference of any approved operation of the authorization meant; of the refund or chargeback itself for
    /// <see cref="BankOperation.RefundReversal"/> and <see cref="BankOperation.ChargebackReversal"/>. Needed by all operations but authorize and sale.
    /// </summary>
    public string? OriginalReference { get; init; }

    /// <summary>Electronic commerce indicator of the cardholder's authentication; null without one.</summary>
    public string? Eci { get; init; }

    /// <summary>Who starts the payment; of no meaning to operations that follow another.</summary>
    public BankInitiation Initiation { get; init; }

    /// <summary>Whose payment it is, as the network names its card acceptors (ISO 8583 field 42); not kept.</summary>
    public string? MerchantId { get; init; }

    /// <summary>The name for the cardholder's statement; not kept.</summary>
    public string? MerchantName { get; init; }

    /// <summary>
    /// Throws <see cref="ArgumentException"/> for what the gateway must never send; such a request is neither executed nor journaled.
    /// </summary>
    internal void Validate()
    {
        RequireReference(Reference, nameof(Reference));
        RequireReference(PaymentId, nameof(PaymentId));
        Require(Enum.IsDefined(Operation), nameof(Operation));
        Require(Enum.IsDefined(Initiation), nameof(Initiation));
        Require(Amount >= 0, nameof(Amount));
        Require(Currency is { Length: 3 } && Currency.All(char.IsAsciiLetterLower), nameof(Currency));
        Require(Card is not null || !Operation.IsOpening(), nameof(Card));
        Require((OriginalReference is null) == Operation.IsOpening(), nameof(OriginalReference));
        if (OriginalReference is not null)
        {
            RequireReference(OriginalReference, nameof(OriginalReference));
            Require(OriginalReference != Reference, nameof(OriginalReference));
        }
    }

    internal static void RequireReference(string value, string name) =>
        Require(value is { Length: > 0 and <= ReferenceLengthMax } && value.All(symbol => symbol is > ' ' and <= '~'), name);

    private static void Require(bool holds, string name)
    {
        if (!holds)
        {
            throw new ArgumentException("The bank request is malformed.", name);
        }
    }
}
