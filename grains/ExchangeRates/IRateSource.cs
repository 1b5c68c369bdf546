namespace PayGate.Grains.ExchangeRates;

/// <summary>The port to where exchange rates come from.</summary>
public interface IRateSource
{
    /// <summary>built-in, file or http.</summary>
    string Name { get; }

    /// <summary>What the source says now. A source that cannot be read or understood is an <see cref="RateDocument.Fault"/>, never an exception.</summary>
    Task<RateDocument> Read(CancellationToken cancellationToken);
}

/// <summary>How long rates are usable, and by whose time.</summary>
public sealed record RatePolicy
{
    /// <summary>A rate of a source is used at most this long after the instant that it is of.</summary>
    public TimeSpan AgeMax { get; init; } = TimeSpan.FromHours(24);

    /// <summary>The clock on the wall: rates age in the world's time, not in the sandbox's.</summary>
    public TimeProvider Wall { get; init; } = TimeProvider.System;
}
