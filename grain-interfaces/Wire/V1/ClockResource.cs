using PayGate.Clocks;
using PayGate.PaymentIntents;

namespace PayGate.Wire.V1;

/// <summary>PayGate's clock in the sandbox.</summary>
public sealed record ClockResource
{
    [Words("clock")]
    public string Object { get; init; } = "clock";

    /// <summary>PayGate's time.</summary>
    public required long Now { get; init; }

    /// <summary>Seconds that it is ahead of the clock on the wall.</summary>
    public required long Offset { get; init; }

    /// <summary>Only the sandbox has a clock that can be moved.</summary>
    public bool Livemode { get; init; }
}

public static class ClockRendering
{
    public static ClockResource ToResource(this SandboxClock clock) =>
        new() { Now = clock.GetUtcNow().ToUnixTimeSeconds(), Offset = clock.Offset.Ticks / TimeSpan.TicksPerSecond };

    public static Answer ToAnswer(this SandboxClock clock) => new() { Status = 200, Body = WireJson.Write(clock.ToResource()) };
}
