using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PayGate.Api.Http;
using PayGate.Api.PaymentIntents;
using PayGate.Api.Queries;
using PayGate.Wire.V1;

namespace PayGate.Api.BalanceTransactions;

/// <summary>The routes of <c>/v1/balance_transactions</c>: movements of the merchant's balance in the settlement currency.</summary>
public static class BalanceTransactionEndpoints
{
    public static IEndpointRouteBuilder MapBalanceTransactions(this IEndpointRouteBuilder routes)
    {
        var transactions = routes.MapGroup("/v1/balance_transactions").WithTags("Balance transactions");
        transactions.MapGet("", List).RequireSecretKey("balance:read");
        transactions.MapGet("/{id}", Retrieve).RequireSecretKey("balance:read");
        return routes;
    }

    internal static Task<IResult> Retrieve(string id, HttpContext context, PaymentReader payments) =>
        PaymentObjects.Retrieve(PaymentQueries.Kind.BalanceTransaction, id, context, payments, Resource);

    internal static Task<IResult> List(HttpContext context, PaymentQueries queries) =>
        PaymentObjects.List(PaymentQueries.Kind.BalanceTransaction, "/v1/balance_transactions", context, queries, Resource);

    private static BalanceTransactionResource Resource(PaymentQueries.Found found, Expansion expansion) =>
        found.Payment.Refunds.FirstOrDefault(refund => refund.BalanceTransactionId == found.ObjectId) is { } refund
            ? found.Payment.ToBalanceTransaction(refund)
            : found.Payment.ToBalanceTransaction(
                found.Payment.Attempts.Single(attempt => attempt.Figures?.BalanceTransactionId == found.ObjectId));
}
