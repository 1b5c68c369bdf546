using Microsoft.AspNetCore.Routing;
using PayGate.Api.Commands;
using PayGate.Api.Queries;

namespace PayGate.Api.BalanceTransactions;

/// <summary>The routes of <c>/v1/balance_transactions</c>: movements of the merchant's balance in the settlement currency.</summary>
public static class BalanceTransactionEndpoints
{
    private static readonly ObjectNames Names = new("balance_transactions", "BalanceTransaction", "balance transaction");

    public static void MapBalanceTransactions(this IEndpointRouteBuilder routes) => routes
        .MapResource(Names.Path, "Balance transactions", "Movements of the merchant's balance, in the settlement currency.")
        .MapPaymentObjects<ListParams, BalanceTransactionResource>(PaymentKind.BalanceTransaction, Names, "balance:read", Render);

    private static BalanceTransactionResource Render(FoundPayment found, Expansion expansion) =>
        found.Payment.Refunds.FirstOrDefault(refund => refund.BalanceTransactionId == found.ObjectId) is { } refund
            ? found.Payment.ToBalanceTransaction(refund)
            : found.Payment.ToBalanceTransaction(
                found.Payment.Attempts.Single(attempt => attempt.Figures?.BalanceTransactionId == found.ObjectId));
}
