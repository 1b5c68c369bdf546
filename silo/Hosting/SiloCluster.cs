using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Dashboard;
using PayGate.Clusters;
using PayGate.Engine;

namespace PayGate.Silo.Hosting;

/// <summary>The silo as a member of a cluster whose membership and reminders are rows of the database.</summary>
internal static class SiloCluster
{
    /// <summary>Orleans remembers where the last grains were; at its own limit of a million that is 200 MB.</summary>
    private const int RememberedGrainsMax = 100_000;

    /// <summary>After this time a newcomer joins although a silo that the table calls active does not answer, and declares that one dead.</summary>
    private static readonly TimeSpan JoinPatience = TimeSpan.FromSeconds(20);

    public static IHostApplicationBuilder AddSilo(this IHostApplicationBuilder builder, ClusterSettings cluster, string connectionString)
    {
        builder.Services.KeepEngineOnWallClock().CarryExceptions();
        builder.UseOrleans(silo => silo
            .Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (cluster.ClusterId, ClusterConnections.ServiceId))
            .ConfigureEndpoints(cluster.Address, cluster.SiloPort, cluster.GatewayPort)
            .Configure<ClusterMembershipOptions>(options => Watch(options, cluster))
            .Configure<GrainDirectoryOptions>(options => options.CacheSize = RememberedGrainsMax)
            .UseAdoNetClustering(options =>
                (options.Invariant, options.ConnectionString) = (ClusterConnections.Invariant, ClusterConnections.Database(connectionString)))
            .UseAdoNetReminderService(options =>
                (options.Invariant, options.ConnectionString) = (ClusterConnections.Invariant, ClusterConnections.Database(connectionString)))
            .UseTls(cluster.Tls)
            .AddDashboard(options => options.HideTrace = true));
        builder.Services.AddHostedService<MembershipWatch>();
        return builder;
    }

    private static void Watch(ClusterMembershipOptions options, ClusterSettings cluster)
    {
        options.ProbeTimeout = cluster.ProbeTimeout;
        options.MaxProbeTimeout = cluster.ProbeTimeoutMax;
        options.NumMissedProbesLimit = cluster.ProbesMissedMax;
        options.MaxJoinAttemptTime = JoinPatience;
        // A silo that is slow to start would declare itself dead. One that died while it joined is noticed by probes, as any other.
        options.EvictWhenMaxJoinAttemptTimeExceeded = false;
    }

    private static ISiloBuilder UseTls(this ISiloBuilder silo, ClusterTls? tls) => tls is null ? silo : silo.UseTls(options => options.Use(tls));

    /// <summary>PayGate's clock may be moved; probes, time-outs and collections go by the real one. Grain timers are PayGate's work.</summary>
    private static IServiceCollection KeepEngineOnWallClock(this IServiceCollection services) => services
        .AddKeyedSingleton<TimeProvider>(KeyedService.AnyKey, (_, _) => TimeProvider.System)
        .AddKeyedSingleton<TimeProvider>("Orleans.Grains", (provider, _) => provider.GetRequiredService<TimeProvider>());
}
