namespace PayGate.Bank.Journal;

/// <summary>Another bank process wrote what a decision had not seen: the transaction is rolled back and decided again.</summary>
internal sealed class JournalRaceException() : Exception("A journal row or an authorization was written by another process meanwhile.");
