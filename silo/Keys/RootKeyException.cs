namespace PayGate.Silo.Keys;

/// <summary>The root key cannot be used; the message is one sentence with the remedy, and the process must not start.</summary>
public class RootKeyException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The root key's source does not answer for the moment; a start waits for it.</summary>
public sealed class RootKeyUnavailableException(string message, Exception? inner = null) : RootKeyException(message, inner), ITransientFault
{
    public string Code => "vault_unavailable";

    public int RetryAfterSeconds => 1;
}
