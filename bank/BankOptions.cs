namespace PayGate.Bank;

public sealed record BankOptions
{
    /// <summary>The bank's own database connection, as a role that may do no more than the grants of schema bank allow.</summary>
    public required string ConnectionString { get; init; }

    /// <summary>
    /// False plants a defect, for tests that must be seen to fail: a repeated reference is executed again.
    /// </summary>
    public bool DeduplicateReferences { get; init; } = true;

    /// <summary>Waited before each operation, as a distant bank would take.</summary>
    public TimeSpan Latency { get; init; } = TimeSpan.Zero;

    internal void Validate()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(ConnectionString);
        ArgumentOutOfRangeException.ThrowIfLessThan(Latency, TimeSpan.Zero);
    }
}
