namespace PayGate.Bank.Journal;

internal static class JournalTime
{
    /// <summary>Cuts to the precision of the database.</summary>
    public static DateTimeOffset ToMicroseconds(this DateTimeOffset at) =>
        new(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
}
