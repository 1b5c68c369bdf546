using System.Reflection;

namespace PayGate.Cli.Hosting;

/// <summary>Which engine this program was built with. The choice is made by the build, so a running program can only tell it.</summary>
public static class EngineInfo
{
    private const string ReasonVariable = "PAYGATE_ENGINE_REASON";

    public static string Name { get; } = typeof(EngineInfo).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "Engine").Value!;

    /// <summary>Why it was built so: from the launcher, which chose it.</summary>
    public static string Reason => Environment.GetEnvironmentVariable(ReasonVariable) is { Length: > 0 } reason ? reason
        : Name == "Orleans" ? "the default"
        : "the single-process stand-in for Orleans";

    /// <exception cref="SetupException">Another engine is asked for than the one in this program.</exception>
    public static void Require(string? engine)
    {
        if (engine is not null && !string.Equals(engine, Name, StringComparison.OrdinalIgnoreCase))
        {
            throw new SetupException($"This program was built with engine {Name}: run `./paygate up --engine {engine}`, which builds the other one.");
        }
    }
}
