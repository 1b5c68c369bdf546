namespace PayGate.Bank;

/// <summary>The bank's answer as it stands in the journal: the same reference is answered with equal values for ever.</summary>
public sealed record BankReply
{
    public required string Reference { get; init; }

    public required bool Approved { get; init; }

    /// <summary>The network's response code, ISO 8583 field 39: "00", "05", "51", "54", "N7", "96", …</summary>
    public required string NetworkCode { get; init; }

    /// <summary>One of <see cref="BankReasons"/>.</summary>
    public required string Reason { get; init; }

    /// <summary>Six characters when approved; operations on an authorization carry the authorization's code.</summary>
    public string? AuthorizationCode { get; init; }

    /// <summary>Address check: "Y", "A", "Z", "N", "U"; null where no card was looked at.</summary>
    public string? AvsResult { get; init; }

    /// <summary>"M" match, "N" no match, "P" not processed, "U" unavailable; null where no card was looked at.</summary>
    public string? CvcResult { get; init; }

    /// <summary>Minor units; 0 when declined. For a reversal the hold that was given back.</summary>
    public required long AmountApproved { get; init; }

    /// <summary>Null unless the issuer announces a chargeback with its approval.</summary>
    public BankChargeback? Chargeback { get; init; }

    /// <summary>Compact JSON, without card data.</summary>
    public required string RawResponse { get; init; }

    public required DateTimeOffset At { get; init; }
}
