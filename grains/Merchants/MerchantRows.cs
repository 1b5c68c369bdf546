using PayGate.Grains.Journal;
using PayGate.Merchants;

namespace PayGate.Grains.Merchants;

public sealed record MerchantRow : HeadRow
{
    public override StreamKind Kind => StreamKind.Merchant;

    public required string Name { get; init; }

    public required string Status { get; init; }

    public required Currency SettlementCurrency { get; init; }

    public required int FeeBasisPoints { get; init; }

    public required long FeeFixedUsdCents { get; init; }

    public string TimeZone { get; init; } = Merchant.Utc;

    public required string PayoutSchedule { get; init; }

    /// <summary>Null while the plan is the one that the merchant was opened with.</summary>
    public string? FeePlan { get; init; }
}

/// <summary>A plan that a merchant was given; its versions are numbered without gaps.</summary>
public sealed record FeePlanRow : IndexRow
{
    public required int Version { get; init; }

    public required string Plan { get; init; }

    public required string SetBy { get; init; }

    public required string Reason { get; init; }

    public required DateTimeOffset SetAt { get; init; }
}

public sealed record ApiKeyRow : HeadRow
{
    public override StreamKind Kind => StreamKind.ApiKey;

    public required string KeyKind { get; init; }

    public required bool Livemode { get; init; }

    /// <summary>SHA-256 of the whole key: 256 random bits need no slow hash.</summary>
    public required byte[] KeyHash { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public required bool Revoked { get; init; }
}
