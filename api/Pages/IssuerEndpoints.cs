using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using PayGate.Api.Queries;

namespace PayGate.Api.Pages;

/// <summary>
/// The page of the sandbox's card issuer: it stands where a bank's own page would, lets the cardholder pass or fail the challenge, and sends them back. Only
/// the address that the payment or the setup names opens it. It needs no script.
/// </summary>
public static class IssuerEndpoints
{
    private const int AnswerBytesMax = 1024;
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Maps <c>/issuer/{payment or setup}/{transaction}</c>.</summary>
    public static IEndpointRouteBuilder MapIssuer(this IEndpointRouteBuilder routes)
    {
        var issuer = routes.MapGroup("/issuer").ExcludeFromDescription();
        issuer.MapMethods("/{id}/{transaction}", Reading, Ask);
        issuer.MapPost("/{id}/{transaction}", Answer).WithMetadata(new RequestSizeLimitAttribute(AnswerBytesMax));
        return routes;
    }

    internal static async Task<IResult> Ask(
        string id, string transaction, HttpRequest request, HttpResponse response, BuiltFiles files, IssuerQuestions questions, MerchantQueries merchants,
        CancellationToken cancellationToken) =>
        await questions.Find(id, transaction, cancellationToken) is not { } question
            ? Unknown(response)
            : question.IsOpen
                ? Page(response, files, question.ReturnUrl, IssuerHtml.Question(
                    question, await merchants.FindName(question.MerchantId, cancellationToken)))
                : Page(response, files, null, IssuerHtml.Over(question.WayOut == request.Path ? null : question.WayOut));

    internal static async Task<IResult> Answer(
        string id, string transaction, HttpRequest request, HttpResponse response, IssuerQuestions questions, CancellationToken cancellationToken)
    {
        if (await questions.Find(id, transaction, cancellationToken) is not { } question)
        {
            return Unknown(response);
        }

        if (await Choice(request, cancellationToken) is ("approve" or "refuse") and var choice)
        {
            await questions.Answer(id, transaction, choice == "approve");
            question = (await questions.Find(id, transaction, cancellationToken))!;
        }

        PageHeaders.ApplyTo(response);
        response.Headers.Location = question.WayOut;
        return TypedResults.StatusCode(StatusCodes.Status303SeeOther);
    }

    /// <summary>What the cardholder pressed; null for leaving, and for what the page's own form never sends.</summary>
    private static async Task<string?> Choice(HttpRequest request, CancellationToken cancellationToken)
    {
        var mediaType = request.GetTypedHeaders().ContentType?.MediaType;
        if (mediaType is not { } type || !type.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        try
        {
            var form = await request.ReadFormAsync(cancellationToken);
            return form["answer"] is [{ } answer] ? answer : null;
        }
        catch (Exception failure) when (failure is BadHttpRequestException or InvalidDataException)
        {
            return null;
        }
    }

    private static ContentHttpResult Unknown(HttpResponse response)
    {
        PageHeaders.ApplyTo(response);
        return TypedResults.Text(
            "This address is not known. Go back to the shop and start again.\n", "text/plain", Encoding.UTF8, StatusCodes.Status404NotFound);
    }

    /// <param name="response">Gets the headers.</param>
    /// <param name="files">Where the template is.</param>
    /// <param name="returnUrl">Where the form's answer may lead: browsers hold a redirect after a form to the form's policy.</param>
    /// <param name="render">Fills the template.</param>
    private static IResult Page(HttpResponse response, BuiltFiles files, string? returnUrl, Func<string, string> render)
    {
        PageHeaders.ApplyTo(response);
        if (returnUrl is not null)
        {
            var origin = new Uri(returnUrl).GetLeftPart(UriPartial.Authority);
            response.Headers.ContentSecurityPolicy =
                PageHeaders.ContentSecurityPolicy.Replace("form-action 'self'", $"form-action 'self' {origin}", StringComparison.Ordinal);
        }

        return files.Page("issuer") is { } path
            ? TypedResults.Text(render(File.ReadAllText(path)), "text/html", Encoding.UTF8)
            : PagesEndpoints.Missing(response);
    }
}
