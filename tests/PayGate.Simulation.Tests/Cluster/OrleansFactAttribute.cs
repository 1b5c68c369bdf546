using PayGate.Cli.Hosting;

namespace PayGate.Simulation.Tests.Cluster;

/// <summary>A fact about more than one silo, which the stand-in engine cannot have: there it is counted as not run, with the reason.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OrleansFactAttribute : FactAttribute
{
    public OrleansFactAttribute()
    {
        if (EngineInfo.Name != "Orleans")
        {
            Skip = NotRun;
        }
    }

    private const string NotRun = "needs Orleans";
}
