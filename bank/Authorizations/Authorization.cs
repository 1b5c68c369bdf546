using PayGate.Bank.Laboratory;

namespace PayGate.Bank.Authorizations;

internal enum AuthorizationState
{
    /// <summary>The hold stands, nothing is captured.</summary>
    Open,

    /// <summary>Captured once, in whole or in part; the hold is gone.</summary>
    Captured,

    /// <summary>The hold was given back.</summary>
    Reversed,
}

/// <summary>What stands on one approved authorization. Amounts in minor units, refunded + charged back ≤ captured ≤ authorized.</summary>
internal sealed record Authorization
{
    public required long Id { get; init; }

    public required AuthorizationState State { get; init; }

    public required long Authorized { get; init; }

    public required long Captured { get; init; }

    public required long Refunded { get; init; }

    public long ChargedBack { get; init; }

    /// <summary>Changes so far; an update states the version it was decided on.</summary>
    public required long Version { get; init; }

    public RefundHabit Refunds { get; init; }

    public int RefundsPutOff { get; init; }

    /// <summary>When the issuer drops the hold by itself, if it still stands then.</summary>
    public DateTimeOffset? HoldUntil { get; init; }
}
