using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Dashboard;
using PayGate.Clusters;
using PayGate.Engine;

namespace PayGate.Api.Hosting;

public static class ClusterClient
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    /// <summary>For a process without a silo: finds the silos in the database and calls their gateways. Waits for the first silo as long as it takes.</summary>
    public static IHostApplicationBuilder AddClusterClient(this IHostApplicationBuilder builder, ClusterSettings cluster, string connectionString)
    {
        builder.Services.CarryExceptions();
        builder.Services.AddSingleton<LostSilos>().AddSingleton<IOutgoingGrainCallFilter>(services => services.GetRequiredService<LostSilos>());
        return builder.UseOrleansClient(client => client
            .Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (cluster.ClusterId, ClusterConnections.ServiceId))
            .Configure<GatewayOptions>(options => options.GatewayListRefreshPeriod = cluster.ProbeTimeout)
            .UseAdoNetClustering(options =>
                (options.Invariant, options.ConnectionString) = (ClusterConnections.Invariant, ClusterConnections.Database(connectionString)))
            .UseTls(cluster.Tls)
            .AddGatewayCountChangedHandler(services => services.GetRequiredService<LostSilos>().OnGatewayCountChanged)
            .UseConnectionRetryFilter(async (_, cancellationToken) =>
            {
                await Task.Delay(RetryInterval, cancellationToken);
                return true;
            })
            .AddDashboard());
    }

    private static IClientBuilder UseTls(this IClientBuilder client, ClusterTls? tls) => tls is null ? client : client.UseTls(options => options.Use(tls));
}
