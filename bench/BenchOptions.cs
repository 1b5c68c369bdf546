using System.Collections.Immutable;

namespace PayGate.Bench;

internal sealed record BenchOptions
{
    public required TimeSpan Length { get; init; }

    public required int Clients { get; init; }

    public required int Merchants { get; init; }

    /// <summary>Names of scenarios; empty for all.</summary>
    public required ImmutableArray<string> Only { get; init; }

    public required bool Yardstick { get; init; }
}
