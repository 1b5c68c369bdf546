namespace PayGate.Simulation.Tests.Support;

/// <summary>For tests that measure seconds: no other test runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
