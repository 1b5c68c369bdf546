namespace PayGate;

/// <summary>
/// Worn by an exception that means "not now" rather than "no": storage, the vault or rates cannot be reached. The API answers it with the status of
/// <see cref="Code"/> in the error catalogue (503) and <c>Retry-After</c>, never with the exception's text.
/// </summary>
public interface ITransientFault
{
    /// <summary>A code of the error catalogue, for example <c>storage_unavailable</c>.</summary>
    string Code { get; }

    /// <summary>How many seconds a client is asked to wait; at least 1.</summary>
    int RetryAfterSeconds { get; }
}
