namespace PayGate.Cli;

/// <summary>
/// Something on this machine stops PayGate, and the person at the keyboard can mend it. The message is one sentence that ends with the remedy;
/// it is shown as it is, without a stack trace, and the exit code is 1.
/// </summary>
public sealed class SetupException(string message, Exception? inner = null) : Exception(message, inner);
