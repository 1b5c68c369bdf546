namespace PayGate.Simulation.Tests.Crash;

/// <summary>How one run of the gateway is to end: by SIGKILL, once so many operations have become definite and so many confirms are in flight.</summary>
internal abstract record Kill(int Definite, int ConfirmsInFlight)
{
    /// <summary>At that moment, from outside.</summary>
    public sealed record AtRandom(int Definite, int ConfirmsInFlight) : Kill(Definite, ConfirmsInFlight)
    {
        public override string ToString() => "random moment";
    }

    /// <summary>By the gateway itself, when it next reaches a crash point.</summary>
    public sealed record AtFailpoint(string Name, int Definite, int ConfirmsInFlight) : Kill(Definite, ConfirmsInFlight)
    {
        public override string ToString() => Name;
    }
}

/// <summary>What a kill hit.</summary>
/// <param name="Kill">How the run ended.</param>
/// <param name="FirstAnswerSeconds">How long that run had taken to answer; null if nobody asked before its end.</param>
/// <param name="ConfirmsInFlight">Confirms that were in flight when the kill was set off and never got that answer.</param>
/// <param name="Open">What the database had as begun and not ended.</param>
/// <param name="At">When.</param>
internal sealed record KillReport(
    Kill Kill, double? FirstAnswerSeconds, int ConfirmsInFlight, IReadOnlyList<Silo.Books.Checks.OpenOperation> Open, DateTimeOffset At);
