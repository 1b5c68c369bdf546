using Microsoft.Extensions.DependencyInjection;
using Orleans.Local;
using Orleans.Runtime;

namespace Orleans;

public static class GrainReminderExtensions
{
    /// <summary>Stores the reminder; ticks come at least <see cref="Hosting.ReminderOptions.MinimumReminderPeriod"/> apart.</summary>
    public static Task<IGrainReminder> RegisterOrUpdateReminder(
        this IGrainBase grain, string reminderName, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reminderName);
        return grain is IRemindable
            ? Service(grain).RegisterOrUpdate(grain.GrainContext.GrainId, reminderName, dueTime, period)
            : throw new InvalidOperationException($"Grain {grain.GrainContext.GrainId} is not '{nameof(IRemindable)}'.");
    }

    public static Task UnregisterReminder(this IGrainBase grain, IGrainReminder reminder) =>
        Service(grain).Unregister(grain.GrainContext.GrainId, reminder);

    public static Task<IGrainReminder?> GetReminder(this IGrainBase grain, string reminderName) =>
        Service(grain).Get(grain.GrainContext.GrainId, reminderName);

    public static Task<List<IGrainReminder>> GetReminders(this IGrainBase grain) => Service(grain).GetAll(grain.GrainContext.GrainId);

    private static ReminderService Service(IGrainBase grain) =>
        grain.GrainContext.ActivationServices.GetService<ReminderService>()
        ?? throw new OrleansConfigurationException("Reminders are not configured: add them to the silo, with a reminder table.");
}
