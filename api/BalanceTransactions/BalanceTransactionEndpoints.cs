using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PayGate.Api.Commands;
using PayGate.Api.Http;
using PayGate.Api.PaymentIntents;
using PayGate.Api.Queries;

namespace PayGate.Api.BalanceTransactions;

/// <summary>The routes of <c>/v1/balance_transactions</c>: movements of the merchant's balance in the settlement currency.</summary>
public static class BalanceTransactionEndpoints
{
    private const string Url = "/v1/balance_transactions";
    private const string Permission = "balance:read";

    public static void MapBalanceTransactions(this IEndpointRouteBuilder routes)
    {
        var movements = routes.MapResource("balance_transactions", "Balance transactions", "Movements of the merchant's balance, in the settlement currency.");
        movements.MapRead("", List, "listBalanceTransactions", "List balance transactions").RequireSecretKey(Permission);
        movements.MapRead("/{id}", Retrieve, "retrieveBalanceTransaction", "Retrieve a balance transaction").RequireSecretKey(Permission);
    }

    internal static async Task<Results<ListResult<BalanceTransactionResource>, ErrorResult>> List(
        Params<BalanceTransactionListParams> request, BalanceTransactionQueries queries, PayoutQueries payouts, PaymentRelations relations)
    {
        if (request.Value.Payout is { } payout && await payouts.Find(payout, request.Tenant, request.Aborted) is null)
        {
            return ErrorResult.From(new Refusal("resource_missing", "No such payout.", "payout"));
        }

        if (await queries.List(request.Tenant, request.Value, request.Aborted) is not { } page)
        {
            return ListResult.NoSuchCursor(request.Value.Query);
        }

        var expansion = await relations.Load(request.Expansion, [.. page.Items.Select(found => found.Payment).OfType<PaymentIntent>()], request.Aborted);
        return ListResult.Of(Url, page.Select(found => Render(found, expansion)));
    }

    internal static async Task<Results<ResourceResult<BalanceTransactionResource>, ErrorResult>> Retrieve(
        string id, Params<ReadParams> request, PaymentReader payments, BalanceTransactionQueries queries, PaymentRelations relations)
    {
        var found = await payments.Find(PaymentKind.BalanceTransaction, id, request.Context) is { } ofPayment
            ? new FoundMovement(ofPayment.ObjectId, ofPayment.Payment, null)
            : await queries.FindOfPayout(id, request.Tenant, request.Aborted);
        if (found is null)
        {
            return ErrorResult.ResourceMissing();
        }

        var expansion = found.Payment is { } payment ? await relations.Load(request.Expansion, [payment], request.Aborted) : request.Expansion;
        return new ResourceResult<BalanceTransactionResource>(Render(found, expansion));
    }

    private static BalanceTransactionResource Render(FoundMovement found, Expansion expansion)
    {
        if (found.Payment is not { } payment)
        {
            return found.Payout!.ToBalanceTransaction(found.Id, expansion);
        }

        var below = expansion.Below("source");
        var moved = payment.ToBalanceTransaction(found.Id);
        if (!expansion.Contains("source"))
        {
            return moved;
        }

        // A dispute is an object of its own, with a state of its own: its id says which.
        return moved.Type == "adjustment" ? moved : moved with
        {
            Source = payment.Refunds.FirstOrDefault(made => made.BalanceTransactionId == found.Id) is { } refund
                ? new Expandable(refund.Id, payment.ToRefundResource(refund, below))
                : new Expandable(moved.Source.Id!, payment.ToChargeResource(payment.Attempts.Single(tried => tried.ChargeId == moved.Source.Id), below)),
        };
    }
}
