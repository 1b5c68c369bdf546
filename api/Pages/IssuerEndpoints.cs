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
/// the address that the payment names opens it. It needs no script.
/// </summary>
public static class IssuerEndpoints
{
    private const int AnswerBytesMax = 1024;
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Maps <c>/issuer/{payment}/{transaction}</c>.</summary>
    public static IEndpointRouteBuilder MapIssuer(this IEndpointRouteBuilder routes)
    {
        var issuer = routes.MapGroup("/issuer").ExcludeFromDescription();
        issuer.MapMethods("/{payment}/{transaction}", Reading, Ask);
        issuer.MapPost("/{payment}/{transaction}", Answer).WithMetadata(new RequestSizeLimitAttribute(AnswerBytesMax));
        return routes;
    }

    internal static async Task<IResult> Ask(
        string payment, string transaction, HttpResponse response, BuiltFiles files, PaymentQueries payments, MerchantQueries merchants,
        CancellationToken cancellationToken) =>
        await Find(payment, transaction, payments, cancellationToken) is not { } found
            ? Unknown(response)
            : found.Status == PaymentIntentStatus.RequiresAction
                ? Page(response, files, found.Challenge!.ReturnUrl, IssuerHtml.Question(
                    found, await merchants.FindName(found.MerchantId, cancellationToken)))
                : Page(response, files, null, IssuerHtml.Over(ReturnTo(found)));

    internal static async Task<IResult> Answer(
        string payment, string transaction, HttpRequest request, HttpResponse response, PaymentQueries payments, IGrainFactory grains,
        CancellationToken cancellationToken)
    {
        if (await Find(payment, transaction, payments, cancellationToken) is not { } found)
        {
            return Unknown(response);
        }

        if (await Choice(request, cancellationToken) is ("approve" or "refuse") and var choice)
        {
            // A second answer, or one that comes too late, changes nothing: where the cardholder goes shows what became of the payment.
            await grains.GetGrain<IPaymentIntentGrain>(found.Id).AnswerChallenge(
                new AnswerChallenge { TransactionId = transaction, Passed = choice == "approve" }, CancellationToken.None);
            found = (await payments.Find(PaymentKind.PaymentIntent, found.Id, cancellationToken))!.Payment;
        }

        PageHeaders.ApplyTo(response);
        response.Headers.Location = ReturnTo(found);
        return TypedResults.StatusCode(StatusCodes.Status303SeeOther);
    }

    private static async Task<PaymentIntent?> Find(
        string payment, string transaction, PaymentQueries payments, CancellationToken cancellationToken) =>
        await payments.Find(PaymentKind.PaymentIntent, payment, cancellationToken) is { Payment: { Challenge: { } challenge } found }
        && challenge.Authentication.TransactionId == transaction
            ? found
            : null;

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

    /// <summary>The merchant's address with the payment and what became of it, as Stripe names them; without one, the hosted checkout page.</summary>
    private static string ReturnTo(PaymentIntent payment)
    {
        if (payment.Challenge?.ReturnUrl is not { } address)
        {
            return $"/pay/{payment.Id}";
        }

        var status = payment.Status switch
        {
            PaymentIntentStatus.Succeeded or PaymentIntentStatus.RequiresCapture or PaymentIntentStatus.Processing => "succeeded",
            PaymentIntentStatus.RequiresAction => "pending",
            _ => "failed",
        };
        var url = new UriBuilder(address);
        url.Query = $"{(url.Query.Length > 1 ? url.Query[1..] + "&" : "")}payment_intent={payment.Id}&redirect_status={status}";
        return url.Uri.AbsoluteUri;
    }

    private static ContentHttpResult Unknown(HttpResponse response)
    {
        PageHeaders.ApplyTo(response);
        return TypedResults.Text(
            "This address is not known. Go back to the shop and start the payment again.\n", "text/plain", Encoding.UTF8, StatusCodes.Status404NotFound);
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
