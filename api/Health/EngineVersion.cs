using System.Reflection;

namespace PayGate.Api.Health;

/// <summary>What the actors run on, for people to see.</summary>
public static class EngineVersion
{
    /// <summary>Orleans and the release of it in this process, for example "Orleans 10.4.2".</summary>
    public static string Name { get; } = $"Orleans {ReleaseOf(typeof(IGrain).Assembly)}";

    // Orleans' assemblies say "10.4.2. Commit Hash: …"; their file version is that of the major release.
    private static string ReleaseOf(Assembly orleans) =>
        orleans.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split(". ")[0];
}
