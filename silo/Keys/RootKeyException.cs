namespace PayGate.Silo.Keys;

/// <summary>The root key cannot be used; the message is one sentence with the remedy, and the process must not start.</summary>
public sealed class RootKeyException(string message, Exception? inner = null) : Exception(message, inner);
