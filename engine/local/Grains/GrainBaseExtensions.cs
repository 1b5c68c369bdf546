using System.Diagnostics.CodeAnalysis;
using Orleans.Local;
using Orleans.Runtime;

namespace Orleans.Runtime
{
    /// <summary>Ticks until it is disposed of or its activation ends.</summary>
    public interface IGrainTimer : IDisposable;

    public readonly struct GrainTimerCreationOptions()
    {
        [SetsRequiredMembers]
        public GrainTimerCreationOptions(TimeSpan dueTime, TimeSpan period)
            : this()
        {
            DueTime = dueTime;
            Period = period;
        }

        public required TimeSpan DueTime { get; init; }

        /// <summary>From the end of a tick to the next.</summary>
        public required TimeSpan Period { get; init; }

        /// <summary>Ticks run while requests are unfinished.</summary>
        public bool Interleave { get; init; }

        /// <summary>A tick counts as use: it puts off the collection of an idle activation.</summary>
        public bool KeepAlive { get; init; }
    }
}

namespace Orleans
{
    public static class GrainBaseExtensions
    {
        public static void DeactivateOnIdle(this IGrainBase grain) =>
            grain.GrainContext.Deactivate(new(DeactivationReasonCode.ApplicationRequested, $"{nameof(DeactivateOnIdle)} was called."));

        public static IGrainTimer RegisterGrainTimer(
            this IGrainBase grain, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options) =>
            new GrainTimer((Activation)grain.GrainContext, callback, options);
    }
}
