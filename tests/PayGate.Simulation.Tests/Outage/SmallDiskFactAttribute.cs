namespace PayGate.Simulation.Tests.Outage;

/// <summary>A fact that needs a file system of its own: where none can be mounted it is counted as not run, with the reason.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SmallDiskFactAttribute : FactAttribute
{
    public SmallDiskFactAttribute()
    {
        if (SmallDisk.Obstacle is { } obstacle)
        {
            Skip = $"needs a small file system: {obstacle}";
        }
    }
}
