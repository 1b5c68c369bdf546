namespace PayGate.Bank.Authorizations;

/// <summary>The decision on an operation that names an original: a refusal, or what is approved and what then stands.</summary>
internal sealed record Ruling
{
    public required string Reason { get; init; }

    public long AmountApproved { get; init; }

    public long AmountReleased { get; init; }

    /// <summary>The authorization after the operation, at the version it was read at; null when it stays as it was.</summary>
    public Authorization? Next { get; init; }

    /// <summary>A reversal of something never seen: the original must not be approved when it arrives after all.</summary>
    public bool ForbidsOriginal { get; init; }

    public bool Approved => Reason == BankReasons.Approved;

    public static Ruling Refuse(string reason) => new() { Reason = reason };

    public static Ruling Approve(long amount, Authorization next) =>
        new() { Reason = BankReasons.Approved, AmountApproved = amount, Next = next };
}
