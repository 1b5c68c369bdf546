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
        .MapPaymentObjects<BalanceTransactionListParams, BalanceTransactionResource>(PaymentKind.BalanceTransaction, Names, "balance:read", Render);

    private static BalanceTransactionResource Render(FoundPayment found, Expansion expansion)
    {
        var (payment, below) = (found.Payment, expansion.Below("source"));
        var moved = payment.ToBalanceTransaction(found.ObjectId);
        if (!expansion.Contains("source"))
        {
            return moved;
        }

        // A dispute is an object of its own, with a state of its own: its id says which.
        return moved.Type == "adjustment" ? moved : moved with
        {
            Source = payment.Refunds.FirstOrDefault(made => made.BalanceTransactionId == found.ObjectId) is { } refund
                ? new Expandable(refund.Id, payment.ToRefundResource(refund, below))
                : new Expandable(moved.Source.Id!, payment.ToChargeResource(payment.Attempts.Single(tried => tried.ChargeId == moved.Source.Id), below)),
        };
    }
}
