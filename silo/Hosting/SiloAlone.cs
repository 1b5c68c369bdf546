#if ENGINE_LOCAL
using Microsoft.Extensions.Hosting;
using PayGate.Clusters;

namespace PayGate.Silo.Hosting;

/// <summary>The silo on the stand-in engine: alone in its process, so there is nobody to meet and reminders may end with it.</summary>
internal static class SiloAlone
{
    public static IHostApplicationBuilder AddSilo(this IHostApplicationBuilder builder, ClusterSettings cluster, string connectionString) =>
        builder.UseOrleans(silo => silo.UseInMemoryReminderService());
}
#endif
