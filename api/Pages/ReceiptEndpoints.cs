using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PayGate.Api.Queries;

namespace PayGate.Api.Pages;

/// <summary>The receipt of a charge, as it stands by now: what was paid, held, refunded or given back. Its address is its only key.</summary>
public static class ReceiptEndpoints
{
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Maps <c>/receipts/{charge}/{token}</c>.</summary>
    public static IEndpointRouteBuilder MapReceipts(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/receipts/{charge}/{token}", Reading, Show).ExcludeFromDescription();
        return routes;
    }

    internal static async Task<IResult> Show(
        string charge, string token, HttpResponse response, BuiltFiles files, PaymentQueries payments, MerchantQueries merchants,
        CheckoutSessionQueries sessions, CancellationToken cancellationToken)
    {
        PageHeaders.ApplyTo(response);
        if (await Find(charge, token, payments, cancellationToken) is not var (payment, attempt))
        {
            return Unknown();
        }

        if (files.Page("receipt") is not { } path)
        {
            return PagesEndpoints.Missing(response);
        }

        var session = payment.Details.CheckoutSession is { } id ? await sessions.Find(id, payment.Tenant, cancellationToken) : null;
        var merchantName = await merchants.FindName(payment.MerchantId, cancellationToken);
        var page = ReceiptHtml.Page(await File.ReadAllTextAsync(path, cancellationToken), payment, attempt, session, merchantName);
        return TypedResults.Text(page, "text/html", Encoding.UTF8);
    }

    private static async Task<(PaymentIntent Payment, Attempt Attempt)?> Find(
        string charge, string token, PaymentQueries payments, CancellationToken cancellationToken) =>
        await payments.Find(PaymentKind.Charge, charge, cancellationToken) is { } found
        && found.Payment.Attempts.Single(candidate => candidate.ChargeId == charge) is { WasApproved: true, ReceiptUrl: { } address } attempt
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(address[(address.LastIndexOf('/') + 1)..]), Encoding.UTF8.GetBytes(token))
            ? (found.Payment, attempt)
            : null;

    private static ContentHttpResult Unknown() => TypedResults.Text(
        "There is no receipt under this address. Open the link as it was sent to you, or ask the shop for it.\n",
        "text/plain",
        Encoding.UTF8,
        StatusCodes.Status404NotFound);
}
