using Microsoft.Extensions.Hosting;
using Orleans.Hosting;
using Orleans.Local;

namespace Orleans.TestingHost;

/// <summary>Sets up silos in the test's own process; this engine has one, whatever number is asked for.</summary>
public sealed class InProcessTestClusterBuilder
{
    private readonly List<Action<IHostApplicationBuilder>> _configurations = [];

    public InProcessTestClusterBuilder(short initialSilosCount) => SharedTypes.RebuildImmutable = true;

    public InProcessTestClusterBuilder ConfigureSilo(Action<InProcessTestSiloSpecificOptions, ISiloBuilder> configureSiloDelegate)
    {
        _configurations.Add(host => host.UseOrleans(silo => configureSiloDelegate(new InProcessTestSiloSpecificOptions(), silo)));
        return this;
    }

    public InProcessTestCluster Build() => new(_configurations);
}

public sealed class InProcessTestSiloSpecificOptions
{
    public string SiloName { get; set; } = "Silo_0";
}
