using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PayGate.Api.Commands;
using PayGate.Api.Http;
using PayGate.Api.Queries;
using PayGate.Payouts;

namespace PayGate.Api.Payouts;

/// <summary>The routes of <c>/v1/payouts</c>.</summary>
public static class PayoutEndpoints
{
    private const string Url = "/v1/payouts";
    private const string Read = "payouts:read";
    private const string Write = "payouts:write";

    public static void MapPayouts(this IEndpointRouteBuilder routes)
    {
        var payouts = routes.MapResource("payouts", "Payouts", "Money on its way from the available balance to the account's bank account.");
        payouts.MapCommand("", Create, "createPayout", "Pay out of the available balance")
            .RequireSecretKey(Write).Refuses("balance_insufficient", "payouts_not_allowed", "resource_missing");
        payouts.MapRead("", List, "listPayouts", "List payouts").RequireSecretKey(Read);
        payouts.MapRead("/{id}", Retrieve, "retrievePayout", "Retrieve a payout").RequireSecretKey(Read);
        payouts.MapRead("/{id}/breakdown", Breakdown, "retrievePayoutBreakdown", "Retrieve what a payout is made of").RequireSecretKey(Read);
        payouts.MapCommand("/{id}", Update, "updatePayout", "Update a payout's metadata").RequireSecretKey(Write);
        payouts.MapCommand("/{id}/cancel", Cancel, "cancelPayout", "Cancel a payout before the bank is told").RequireSecretKey(Write).Refuses("payout_unexpected_state");
        payouts.MapCommand("/{id}/reverse", Reverse, "reversePayout", "Take a payout back, which no bank that PayGate is connected to can do")
            .RequireSecretKey(Write).Refuses("payout_reversal_not_supported");
    }

    internal static async Task<CommandResult<PayoutResource>> Create(Params<CreatePayoutParams> request, IGrainFactory grains, TimeProvider clock) => await grains
        .GetGrain<IPayoutGrain>(ObjectId.New(Payout.Prefix, request.Tenant.MerchantId, clock.GetUtcNow()))
        .Create(request.Value.ToCommand(request.Tenant, request.Info), CancellationToken.None);

    internal static Task<CommandResult<PayoutResource>> Update(string id, Params<UpdatePayoutParams> request, IGrainFactory grains) =>
        Run(id, request.Tenant, grains, grain => grain.Update(
            new UpdatePayout { Tenant = request.Tenant, Metadata = request.Value.Metadata, Request = request.Info }, CancellationToken.None));

    internal static Task<CommandResult<PayoutResource>> Cancel(string id, Params<ReadParams> request, IGrainFactory grains) =>
        Run(id, request.Tenant, grains, grain => grain.Cancel(new CancelPayout { Tenant = request.Tenant, Request = request.Info }, CancellationToken.None));

    /// <summary>What has arrived at another bank is the merchant's there: it would take a direct debit, which is not among the operations of any bank port.</summary>
    internal static async Task<CommandResult<PayoutResource>> Reverse(string id, Params<UpdatePayoutParams> request, PayoutQueries queries) =>
        await queries.Find(id, request.Tenant, request.Aborted) is null
            ? NoSuchPayout(id)
            : new Refusal(
                "payout_reversal_not_supported",
                "The bank sends money and cannot take it back from the account that it went to. A payout that is pending can be canceled.", "id");

    internal static async Task<Results<ResourceResult<PayoutResource>, ErrorResult>> Retrieve(string id, Params<ReadParams> request, PayoutQueries queries) =>
        await queries.Find(id, request.Tenant, request.Aborted) is { } found
            ? new ResourceResult<PayoutResource>(found.ToResource(request.Expansion))
            : ErrorResult.From(NoSuchPayout(id));

    internal static async Task<Results<ListResult<PayoutResource>, ErrorResult>> List(Params<PayoutListParams> request, PayoutQueries queries) =>
        await queries.List(request.Tenant, request.Value, request.Aborted) is { } page
            ? ListResult.Of(Url, page.Select(payout => payout.ToResource(request.Expansion)))
            : ListResult.NoSuchCursor(request.Value.Query);

    internal static async Task<Results<ResourceResult<PayoutBreakdownResource>, ErrorResult>> Breakdown(
        string id, Params<NoParams> request, PayoutQueries queries, PayoutBreakdownQueries breakdowns) =>
        await queries.Find(id, request.Tenant, request.Aborted) is { } found
            ? new ResourceResult<PayoutBreakdownResource>(await breakdowns.Of(found, request.Aborted))
            : ErrorResult.From(NoSuchPayout(id));

    /// <summary>An actor that finds no payout of the caller's under its id refuses and is gone again; what cannot be one's id does not get there.</summary>
    private static async Task<CommandResult<PayoutResource>> Run(string id, Tenant tenant, IGrainFactory grains, Func<IPayoutGrain, Task<Outcome<Answer>>> command)
    {
        if (!ObjectId.IsWellFormed(Payout.Prefix, id) || !ObjectId.MayBelongTo(id, tenant.MerchantId))
        {
            return NoSuchPayout(id);
        }

        var outcome = await command(grains.GetGrain<IPayoutGrain>(id));
        return outcome.Refusal is { Code: "resource_missing", Param: "id" } ? NoSuchPayout(id) : outcome;
    }

    /// <summary>A path may hold anything, a card number too: only what can be an id is repeated.</summary>
    private static Refusal NoSuchPayout(string id) =>
        new("resource_missing", ObjectId.IsWellFormed(Payout.Prefix, id) ? $"No such payout: '{id}'" : "No such payout.", "id");
}
