using PayGate.PaymentIntents;

namespace PayGate.Clocks;

/// <summary>
/// The one who moves PayGate's clock in the sandbox, keyed <see cref="Key"/>. Advances are done one after the other, each in as many calls as it takes: the caller
/// repeats its command until there is an answer.
/// </summary>
[Alias("paygate.IClockGrain")]
public interface IClockGrain : IGrainWithStringKey
{
    const string Key = "clock";

    /// <summary>
    /// Goes on with the advance: from one due instant to the next, doing what is due at each, or to the end at once. Refuses parameter_invalid_integer beyond
    /// <see cref="ClockLimits.OffsetMax"/>, and <see cref="IPaymentIntentGrain.RequestSeenBefore"/>.
    /// </summary>
    [Alias("advance")]
    Task<Outcome<ClockMove>> Advance(AdvanceClock command, CancellationToken cancellationToken);
}

public static class ClockLimits
{
    /// <summary>One advance; partitions and business days are made for a year at a time.</summary>
    public const long SecondsMax = 366L * 24 * 60 * 60;

    /// <summary>All advances of a database together: beyond it test cards expire, and months would have to be made by the hundred.</summary>
    public static readonly TimeSpan OffsetMax = TimeSpan.FromDays(3_660);
}

[GenerateSerializer, Alias("paygate.clock.advance"), Immutable]
public sealed record AdvanceClock
{
    [Id(0)]
    public required long Seconds { get; init; }

    /// <summary>True jumps to the end and does then what became due meanwhile, as after downtime.</summary>
    [Id(1)]
    public required bool CatchUp { get; init; }

    /// <summary>Its idempotency key, or else its id, tells which calls belong to one advance.</summary>
    [Id(2)]
    public required RequestInfo Request { get; init; }
}

/// <summary>How far the clock has come.</summary>
[GenerateSerializer, Alias("paygate.clock.move"), Immutable]
public sealed record ClockMove
{
    [Id(0)]
    public required TimeSpan Offset { get; init; }

    /// <summary>Null while more is due before the end, or another advance is under way: ask again.</summary>
    [Id(1)]
    public Answer? Answer { get; init; }
}
