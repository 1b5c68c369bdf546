#if ENGINE_LOCAL
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PayGate.Clusters;

namespace PayGate.Silo.Hosting;

/// <summary>The silo on the stand-in engine: alone in its process, with nobody to meet; its reminders are rows, so that they survive a restart.</summary>
internal static class SiloAlone
{
    public static IHostApplicationBuilder AddSilo(this IHostApplicationBuilder builder, ClusterSettings cluster, string connectionString)
    {
        builder.Services.AddSingleton<IReminderTable, ReminderTable>();
        return builder.UseOrleans(silo => silo.AddReminders());
    }
}
#endif
