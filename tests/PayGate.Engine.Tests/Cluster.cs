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

    /// <summary>
    /// Waits until it is so. Calls that are begun one after another may arrive in any order: whoever needs the first one to be there asks for a sign of it.
    /// </summary>
    public static async Task Until(Func<Task<bool>> isSo)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!await isSo())
        {
            await pause.WaitForNextTickAsync(deadline.Token);
        }
    }
}
