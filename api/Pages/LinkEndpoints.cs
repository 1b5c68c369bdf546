using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using PayGate.Api.PaymentLinks;
using PayGate.Api.Queries;

namespace PayGate.Api.Pages;

/// <summary>
/// The public page of a payment link. Opening it creates nothing, so that previews and crawlers leave no payment behind; its button opens a session and leads to
/// the hosted checkout. It needs no script.
/// </summary>
public static class LinkEndpoints
{
    /// <summary>The button sends an empty form.</summary>
    private const int BodyBytesMax = 1024;

    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Maps <c>/links/{id}</c>.</summary>
    public static IEndpointRouteBuilder MapLinks(this IEndpointRouteBuilder routes)
    {
        var links = routes.MapGroup("/links").ExcludeFromDescription();
        links.MapMethods("/{id}", Reading, Show);
        links.MapPost("/{id}", Pay).WithMetadata(new RequestSizeLimitAttribute(BodyBytesMax));
        return routes;
    }

    internal static async Task<IResult> Show(
        string id, HttpResponse response, BuiltFiles files, PaymentLinkQueries links, MerchantQueries merchants, CancellationToken cancellationToken)
    {
        if (await links.Find(id, cancellationToken) is not { } link)
        {
            return Page(response, files, StatusCodes.Status404NotFound, LinkHtml.Unknown);
        }

        var merchantName = await merchants.FindName(link.Tenant.MerchantId, cancellationToken);
        return link.Active
            ? Page(response, files, StatusCodes.Status200OK, template => LinkHtml.Offer(template, link, merchantName))
            : Page(response, files, StatusCodes.Status410Gone, template => LinkHtml.Closed(template, link, merchantName));
    }

    internal static async Task<IResult> Pay(
        string id, HttpContext context, BuiltFiles files, PaymentLinkQueries links, PaymentLinkCommands commands, MerchantQueries merchants)
    {
        if (await links.Find(id, context.RequestAborted) is not { Active: true } link)
        {
            return await Show(id, context.Response, files, links, merchants, context.RequestAborted);
        }

        var visit = await commands.Visit(link, context);
        if (!visit.IsSuccess)
        {
            return Page(context.Response, files, StatusCodes.Status409Conflict, LinkHtml.Unpayable);
        }

        PageHeaders.ApplyTo(context.Response);
        context.Response.Headers.Location = visit.Value;
        return TypedResults.StatusCode(StatusCodes.Status303SeeOther);
    }

    private static IResult Page(HttpResponse response, BuiltFiles files, int status, Func<string, string> render)
    {
        PageHeaders.ApplyTo(response);
        return files.Page("link") is { } path
            ? TypedResults.Text(render(File.ReadAllText(path)), "text/html", Encoding.UTF8, status)
            : PagesEndpoints.Missing(response);
    }
}
