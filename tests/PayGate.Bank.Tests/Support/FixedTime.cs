namespace PayGate.Bank.Tests.Support;

/// <summary>A clock that stands still, between two microseconds.</summary>
internal sealed class FixedTime(DateTimeOffset now) : TimeProvider
{
    public static FixedTime Default { get; } = new(new DateTimeOffset(2026, 3, 31, 23, 59, 59, TimeSpan.Zero).AddTicks(1234567));

    public override DateTimeOffset GetUtcNow() => now;
}
