using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Local;

namespace Orleans.Hosting;

public static class SiloBuilderReminderExtensions
{
    /// <summary>Adds reminders; an <see cref="IReminderTable"/> must be registered too.</summary>
    public static ISiloBuilder AddReminders(this ISiloBuilder builder) =>
        builder.ConfigureServices(services => services.TryAddSingleton<ReminderService>());
}
