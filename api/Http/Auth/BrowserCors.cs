using Microsoft.AspNetCore.Cors.Infrastructure;

namespace PayGate.Api.Http;

/// <summary>
/// Cross-origin calls (Fetch standard, CORS protocol) of the routes that publishable keys and client secrets open: merchants' own pages
/// call them. No cookie is involved, so any origin may; a secret key is refused there all the same (<see cref="KeyRules"/>).
/// </summary>
internal static class BrowserCors
{
    public const string Policy = "browser";

    private static readonly TimeSpan PreflightLifetime = TimeSpan.FromHours(1);

    public static void Configure(CorsOptions options) => options.AddPolicy(Policy, policy => policy
        .AllowAnyOrigin()
        .AllowAnyHeader()
        .WithMethods("GET", "HEAD", "POST")
        .WithExposedHeaders(RequestIds.Header, "Idempotent-Replayed", "Original-Request", "Stripe-Should-Retry", "Retry-After")
        .SetPreflightMaxAge(PreflightLifetime));
}
