namespace PayGate.Simulation.Tests.Crash;

/// <summary>How one run of the gateway is to end.</summary>
internal abstract record Kill
{
    /// <summary>SIGKILL from outside, once so many operations have become definite and so many confirms are in flight.</summary>
    public sealed record AtRandom(int Definite, int ConfirmsInFlight) : Kill
    {
        public override string ToString() => "random moment";
    }

    /// <summary>SIGKILL by the gateway itself, the n-th time it reaches a crash point.</summary>
    public sealed record AtFailpoint(string Name, int Nth) : Kill
    {
        public override string ToString() => $"{Name}@{Nth}";
    }
}

/// <summary>What a kill hit.</summary>
/// <param name="Kill">How the run ended.</param>
/// <param name="FirstAnswerSeconds">How long that run had taken to answer; null if it met its crash point before, while it settled what others had left.</param>
/// <param name="ConfirmsInFlight">Confirms without an answer at the kill; at a crash point, those that the broken connections left so.</param>
/// <param name="Open">What the database had as begun and not ended.</param>
/// <param name="At">When.</param>
internal sealed record KillReport(
    Kill Kill, double? FirstAnswerSeconds, int ConfirmsInFlight, IReadOnlyList<Testing.Books.OpenOperation> Open, DateTimeOffset At);
