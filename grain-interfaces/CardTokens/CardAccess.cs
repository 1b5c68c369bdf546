namespace PayGate.CardTokens;

/// <summary>
/// Why a stored card was decrypted, and at whose request (PCI DSS 10.2.1.1). It is part of the fact that is committed before the card is handed out, and holds ids only.
/// </summary>
[GenerateSerializer, Alias("paygate.card-access"), Immutable]
public sealed record CardAccess
{
    /// <summary>One of <see cref="CardAccessPurpose"/>.</summary>
    [Id(0)]
    public required string Purpose { get; init; }

    /// <summary>What it was for: a payment intent, a setup intent, a payment method made of a token, or a customer; null where PayGate itself needed it.</summary>
    [Id(1)]
    public string? For { get; init; }

    /// <summary>Under which id the card went out, for example the charge's; null where it did not leave the vault.</summary>
    [Id(2)]
    public string? Reference { get; init; }

    /// <summary><c>req_…</c> of the request that asked; null where time did.</summary>
    [Id(3)]
    public string? RequestId { get; init; }
}

/// <summary>The words for why a stored card is decrypted.</summary>
public static class CardAccessPurpose
{
    /// <summary>A payment that its customer takes part in.</summary>
    public const string Payment = "payment";

    /// <summary>A payment without its customer.</summary>
    public const string OffSessionPayment = "off_session_payment";

    /// <summary>The verification that a setup intent asks for.</summary>
    public const string Setup = "setup";

    /// <summary>The verification before a card becomes a customer's.</summary>
    public const string Verification = "verification";

    /// <summary>A payment method made of a token.</summary>
    public const string Exchange = "exchange";

    /// <summary>The holder's name alone, to be shown.</summary>
    public const string Holder = "holder";

    /// <summary>Encrypted anew under another name of its holder.</summary>
    public const string Rename = "rename";

    /// <summary>Encrypted anew under a newer version of the merchant's key.</summary>
    public const string Rewrap = "rewrap";

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<string> All = [Payment, OffSessionPayment, Setup, Verification, Exchange, Holder, Rename, Rewrap];

    /// <summary>True for those by which the card leaves the handle: they are counted as uses.</summary>
    public static bool IsUse(string purpose) => purpose is not (Holder or Rename or Rewrap);
}
