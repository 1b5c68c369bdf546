using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace PayGate.Api.Pages;

/// <summary>The hosted checkout page and the files that all pages share.</summary>
public static class PagesEndpoints
{
    /// <summary>Shown in place of a page that has not been built.</summary>
    public const string NotBuilt = "PayGate's pages have not been built. Run ./paygate up, which builds them and starts the gateway.\n";

    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Registers what the pages and the demo shop need; the host also provides <see cref="IShopOrders"/>.</summary>
    public static IServiceCollection AddPages(this IServiceCollection services, PagesOptions pages, ShopOptions shop) =>
        services.AddSingleton(pages).AddSingleton(shop).AddSingleton<BuiltFiles>();

    /// <summary>Maps <c>/pay/{id}</c> and <c>/assets/{name}</c>.</summary>
    public static IEndpointRouteBuilder MapPages(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/pay/{id}", Reading, CheckoutPage).ExcludeFromDescription();
        routes.MapMethods("/assets/{name}", Reading, Asset).ExcludeFromDescription();
        return routes;
    }

    /// <summary>
    /// The same page for every id: what it shows comes from the API, to a browser that holds the client secret. So it is no oracle for ids.
    /// </summary>
    internal static IResult CheckoutPage(string id, HttpResponse response, BuiltFiles files)
    {
        PageHeaders.ApplyTo(response);
        if (files.Page("checkout") is not { } path)
        {
            return Missing(response);
        }

        response.StatusCode = ObjectId.IsWellFormed("pi", id) || ObjectId.IsWellFormed("cs", id)
            ? StatusCodes.Status200OK
            : StatusCodes.Status404NotFound;
        return TypedResults.Text(File.ReadAllText(path), "text/html", System.Text.Encoding.UTF8, response.StatusCode);
    }

    /// <summary>Names of assets hold a hash of their content, so that a browser may keep them for good.</summary>
    internal static IResult Asset(string name, HttpRequest request, HttpResponse response, BuiltFiles files)
    {
        response.Headers.Vary = "Accept-Encoding";
        if (files.Asset(name, request.Headers) is not { } asset)
        {
            response.Headers.CacheControl = "no-store";
            return TypedResults.NotFound();
        }

        response.Headers.CacheControl = "public, max-age=31536000, immutable";
        response.Headers.ContentEncoding = asset.Encoding;
        return TypedResults.PhysicalFile(asset.Path, asset.ContentType);
    }

    internal static IResult Missing(HttpResponse response)
    {
        response.Headers.RetryAfter = "30";
        return TypedResults.Text(NotBuilt, "text/plain", System.Text.Encoding.UTF8, StatusCodes.Status503ServiceUnavailable);
    }
}
