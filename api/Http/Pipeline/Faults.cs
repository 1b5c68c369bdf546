using Microsoft.AspNetCore.Http;
using Npgsql;

namespace PayGate.Api.Http;

/// <summary>
/// What an exception is to a client: a code, and for faults that pass, how long to wait. The exception itself never leaves the process.
/// A fault passes if it ended the call without judging the request: whether its effect is there, a repetition with the same idempotency key tells. Whatever says
/// that the program is wrong is 500.
/// </summary>
internal sealed record Fault(string Code, int? RetryAfterSeconds = null)
{
    /// <summary>True for a bug or an unknown fault, which is logged with its exception.</summary>
    public bool IsUnexpected => Code == "api_error";

    public static Fault Of(Exception exception) => exception switch
    {
        ITransientFault transient => new Fault(transient.Code, transient.RetryAfterSeconds),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => new Fault("body_too_large"),
        BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout } => new Fault("request_timeout"),
        BadHttpRequestException => new Fault("request_malformed"),
        // A statement that PostgreSQL itself rejects for good is a bug; all else about the database passes, its shutdown (class 57) and cut logins included.
        PostgresException { IsTransient: false, SqlState: not ['5', '7' or '8', ..] and not ['2', '8', ..] and not ['3', 'D', ..] } => new Fault("api_error"),
        NpgsqlException or TimeoutException => Passing,
        // Orleans speaks of the cluster, never of a request: a silo is gone or unknown, no gateway is left, a call was rejected on its way.
        OrleansException => Passing,
        // The process in which the call ran is ending and gave it up. A client that went away is not answered at all.
        OperationCanceledException => Passing,
        _ => new Fault("api_error"),
    };

    private static Fault Passing => new("storage_unavailable", 1);
}
