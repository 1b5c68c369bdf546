using Microsoft.AspNetCore.Http;

namespace PayGate.Api.Http;

/// <summary>Headers of every answer. Pages and assets outside <c>/v1</c> set their own content security policy and caching.</summary>
internal static class ResponseHeaders
{
    public static void Prepare(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers[RequestIds.Header] = context.TraceIdentifier;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        if (context.Request.IsHttps)
        {
            headers.StrictTransportSecurity = "max-age=31536000";
        }

        if (ApiPaths.IsVersioned(context.Request.Path))
        {
            headers.CacheControl = "no-store";
            headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        }

        context.Response.OnStarting(AddByStatus, context.Response);
    }

    private static Task AddByStatus(object state)
    {
        var response = (HttpResponse)state;
        if (response.StatusCode == StatusCodes.Status401Unauthorized)
        {
            response.Headers.TryAdd("WWW-Authenticate", "Bearer realm=\"PayGate\"");
        }

        // SDKs obey this header before their own rule. A 500 is left to them: they repeat it with the same idempotency key.
        var shouldRetry = response.StatusCode switch
        {
            StatusCodes.Status409Conflict or StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable => "true",
            >= 400 and < 500 => "false",
            _ => null,
        };
        if (shouldRetry is not null)
        {
            response.Headers.TryAdd("Stripe-Should-Retry", shouldRetry);
        }

        return Task.CompletedTask;
    }
}
