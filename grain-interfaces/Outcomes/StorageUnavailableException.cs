namespace PayGate;

/// <summary>The database cannot be reached, or a commit's fate could not be learnt. Answered as 503 with Retry-After, never as a refusal.</summary>
[GenerateSerializer, Alias("paygate.storage-unavailable")]
public sealed class StorageUnavailableException(string message, Exception? inner = null) : Exception(message, inner), ITransientFault
{
    public string Code => "storage_unavailable";

    public int RetryAfterSeconds => 1;
}
