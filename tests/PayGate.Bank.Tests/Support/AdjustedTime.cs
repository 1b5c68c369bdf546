namespace PayGate.Bank.Tests.Support;

/// <summary>A clock that stands where a test puts it.</summary>
internal sealed class AdjustedTime : TimeProvider
{
    public DateTimeOffset Now { get; set; } = FixedTime.Default.GetUtcNow();

    public override DateTimeOffset GetUtcNow() => Now;
}
