using Orleans.TestingHost;

namespace PayGate.Engine.Tests;

/// <summary>Starts a cluster of one silo for one test.</summary>
internal static class Cluster
{
    public static async Task<InProcessTestCluster> Start(Action<Orleans.Hosting.ISiloBuilder>? configure = null)
    {
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) => configure?.Invoke(silo));
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return cluster;
    }
}
