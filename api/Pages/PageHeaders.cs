using Microsoft.AspNetCore.Http;

namespace PayGate.Api.Pages;

/// <summary>The headers of every page that people see, besides those that the HTTP core gives to every answer.</summary>
public static class PageHeaders
{
    /// <summary>Nothing but what this origin serves, no inline script or style, no frame around the page.</summary>
    public const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; "
        + "frame-ancestors 'none'; base-uri 'none'";

    /// <summary>Sets the security headers and forbids storing: a page may show a person's payment.</summary>
    public static void ApplyTo(HttpResponse response)
    {
        var headers = response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.CacheControl = "no-store";
        headers.XFrameOptions = "DENY";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
    }
}
