namespace PayGate;

/// <summary>The key source does not answer, or a key cannot be unwrapped. Answered as 503 <c>vault_unavailable</c>, never as a refusal.</summary>
[GenerateSerializer, Alias("paygate.vault-unavailable")]
public sealed class VaultUnavailableException(string message, Exception? inner = null) : Exception(message, inner), ITransientFault
{
    public string Code => "vault_unavailable";

    public int RetryAfterSeconds => 1;
}
