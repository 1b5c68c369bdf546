using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Orleans.Local;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Error, Message = "Grain {GrainId} could not be activated.")]
    public static partial void ActivationFailed(ILogger logger, GrainId grainId, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "Grain {GrainId} failed while it deactivated.")]
    public static partial void DeactivationFailed(ILogger logger, GrainId grainId, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A timer of grain {GrainId} failed; it goes on.")]
    public static partial void TimerFailed(ILogger logger, GrainId grainId, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Reminder {Name} of grain {GrainId} failed; it comes again.")]
    public static partial void ReminderFailed(ILogger logger, string name, GrainId grainId, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "The reminder table could not be read; it is read again later.")]
    public static partial void ReminderTableFailed(ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "A part of the silo failed while it stopped.")]
    public static partial void StopFailed(ILogger logger, Exception exception);
}
