using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace PayGate.Api.Http;

/// <summary>
/// The outermost middleware: gives every request its id and headers, turns bare statuses and exceptions into the error object, and logs one
/// line. Neither path nor query is logged, only the route's template, because both can hold secrets.
/// </summary>
internal sealed partial class RequestEnvelope(RequestDelegate next, TimeProvider time, ILogger<RequestEnvelope> logger)
{
    private const int ClientClosedRequest = 499;

    public async Task InvokeAsync(HttpContext context)
    {
        var started = time.GetTimestamp();
        context.TraceIdentifier = RequestIds.New();
        ResponseHeaders.Prepare(context);
        try
        {
            await Run(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for this answer any more; the status is for the log alone.
            context.Response.StatusCode = context.Response.HasStarted ? context.Response.StatusCode : ClientClosedRequest;
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            // The boundary of the process towards clients: whatever went wrong, they get the error object.
            await Answer(context, exception);
        }
        finally
        {
            Log(context, (long)time.GetElapsedTime(started).TotalMilliseconds);
        }
    }

    private async Task Run(HttpContext context)
    {
        if (ApiPaths.IsVersioned(context.Request.Path) && RequestHeaderRules.Check(context) is { } refusal)
        {
            await ErrorResult.From(refusal).ExecuteAsync(context);
            return;
        }

        await next(context);
        if (!context.Response.HasStarted && context.Response.ContentType is null && BareStatus(context.Response.StatusCode) is { } error)
        {
            await error.ExecuteAsync(context);
        }
    }

    /// <summary>The error object for a status that the framework has set without a body.</summary>
    private static ErrorResult? BareStatus(int status) => status switch
    {
        < 400 => null,
        StatusCodes.Status404NotFound => ErrorResult.ResourceMissing(),
        StatusCodes.Status405MethodNotAllowed => ErrorResult.Of("method_not_allowed"),
        StatusCodes.Status413PayloadTooLarge => ErrorResult.Of("body_too_large"),
        StatusCodes.Status415UnsupportedMediaType => ErrorResult.Of("unsupported_media_type"),
        StatusCodes.Status429TooManyRequests => ErrorResult.Of("rate_limit"),
        < 500 => ErrorResult.Of("request_malformed"),
        _ => ErrorResult.Of("api_error"),
    };

    private async Task Answer(HttpContext context, Exception exception)
    {
        var fault = Fault.Of(exception);
        if (fault.IsUnexpected)
        {
            LogUnexpected(logger, exception, context.TraceIdentifier);
        }
        else if (fault.RetryAfterSeconds is not null)
        {
            LogTransient(logger, exception, context.TraceIdentifier, fault.Code);
        }

        if (fault.RetryAfterSeconds is { } seconds)
        {
            context.Response.Headers.RetryAfter = Math.Max(1, seconds).ToString(CultureInfo.InvariantCulture);
        }

        await ErrorResult.Of(fault.Code).ExecuteAsync(context);
    }

    private void Log(HttpContext context, long milliseconds)
    {
        var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "(none)";
        var merchant = context.Features.Get<Caller>()?.MerchantIdOrNull ?? "-";
        var method = KnownMethod(context.Request.Method);
        LogRequest(logger, method, route, context.Response.StatusCode, milliseconds, context.TraceIdentifier, merchant);
    }

    /// <summary>A method is a client's free text too.</summary>
    private static string KnownMethod(string method) => method switch
    {
        "GET" or "HEAD" or "POST" or "PUT" or "PATCH" or "DELETE" or "OPTIONS" => method,
        _ => "(other)",
    };

    [LoggerMessage(1, LogLevel.Information, "{Method} {Route} {Status} {Milliseconds} ms {RequestId} {MerchantId}")]
    private static partial void LogRequest(
        ILogger logger, string method, string route, int status, long milliseconds, string requestId, string merchantId);

    [LoggerMessage(2, LogLevel.Error, "The request {RequestId} failed unexpectedly.")]
    private static partial void LogUnexpected(ILogger logger, Exception exception, string requestId);

    [LoggerMessage(3, LogLevel.Warning, "The request {RequestId} met a fault that passes: {Code}.")]
    private static partial void LogTransient(ILogger logger, Exception exception, string requestId, string code);
}
