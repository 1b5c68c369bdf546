using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PayGate.Api.Http;
using PayGate.Api.Pages;

namespace PayGate.Api.OpenApi;

/// <summary>The document for people's tools, and the reference page for people.</summary>
public static class ReferenceEndpoints
{
    private const string PagePrefix = "docs";

    /// <summary>
    /// The pages' policy and, by its hash, the one style element that Swagger UI makes: nothing else inline, and nothing from elsewhere.
    /// </summary>
    private static readonly string Policy = PageHeaders.ContentSecurityPolicy.Replace(
        "style-src 'self'", "style-src 'self' 'sha256-RL3ie0nH+Lzz2YNqQN83mnU0J1ot4QL7b99vMdIX99w='", StringComparison.Ordinal);


    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];
    private static readonly byte[] Document = OpenApiDocument.CheckedIn();

    /// <summary>Maps <c>/openapi.json</c>, which any origin may read: it holds nothing but the contract.</summary>
    public static void MapReference(this IEndpointRouteBuilder routes) =>
        routes.MapMethods("/openapi.json", Reading, Retrieve).RequireCors(BrowserCors.Policy).ExcludeFromDescription();

    /// <summary>
    /// Serves the reference page at <c>/docs</c> from the program itself. A secret key may be used on it: it is a page of the gateway's own
    /// origin.
    /// </summary>
    public static void UseReferencePage(this IApplicationBuilder app) => app
        .UseWhen(
            context => context.Request.Path.StartsWithSegments("/" + PagePrefix, StringComparison.Ordinal),
            page => page.Use((context, next) =>
            {
                PageHeaders.ApplyTo(context.Response);
                context.Response.Headers.ContentSecurityPolicy = Policy;
                return next(context);
            }))
        .UseSwaggerUI(page =>
        {
            page.RoutePrefix = PagePrefix;
            page.DocumentTitle = "PayGate API";
            page.SwaggerEndpoint("/openapi.json", "PayGate");
            page.EnableTryItOutByDefault();
            page.DefaultModelsExpandDepth(0);
            page.HeadContent = """<meta name="viewport" content="width=device-width, initial-scale=1">""";
        });

    internal static Task Retrieve(HttpContext context) => JsonAnswer.Write(context, Document);
}
