using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PayGate.Api.Commands;
using PayGate.Api.Http;
using PayGate.Api.Queries;
using PayGate.RefundRequests;

namespace PayGate.Api.RefundRequests;

/// <summary>The routes of <c>/v1/refund_requests</c>.</summary>
public static class RefundRequestEndpoints
{
    private const string Url = "/v1/refund_requests";
    private const string Read = "refund_requests:read";
    private const string Write = "refund_requests:write";

    /// <summary>Approving gives money back, so it takes the right to do that.</summary>
    private const string Refund = "refunds:write";

    /// <summary>The request's status forbids the operation.</summary>
    private const string State = "refund_request_unexpected_state";

    private static readonly string[] Opening =
        ["resource_missing", "payment_intent_unexpected_state", "charge_already_refunded", "charge_disputed", "amount_too_large", "refund_request_open"];

    public static void MapRefundRequests(this IEndpointRouteBuilder routes)
    {
        var requests = routes.MapResource("refund_requests", "Refund requests", "What customers ask back, for the merchant to decide.");
        requests.MapCommand("", Create, "createRefundRequest", "Ask for a refund on behalf of a customer").RequireSecretKey(Write).Refuses(Opening);
        requests.MapRead("", List, "listRefundRequests", "List refund requests").RequireSecretKey(Read);
        requests.MapRead("/{id}", Retrieve, "retrieveRefundRequest", "Retrieve a refund request").RequireSecretKey(Read);
        requests.MapCommand("/{id}/approve", Approve, "approveRefundRequest", "Approve a refund request and refund the payment")
            .RequireSecretKey(Refund).Refuses(State, "charge_disputed");
        requests.MapCommand("/{id}/reject", Reject, "rejectRefundRequest", "Reject a refund request").RequireSecretKey(Write).Refuses(State);
    }

    internal static async Task<CommandResult<RefundRequestResource>> Create(
        Params<CreateRefundRequestParams> request, IGrainFactory grains, TimeProvider clock) => await grains
        .GetGrain<IRefundRequestGrain>(ObjectId.New("rr", request.Tenant.MerchantId, clock.GetUtcNow()))
        .Create(request.Value.ToCommand(request.Tenant, request.Info), CancellationToken.None);

    internal static Task<CommandResult<RefundRequestResource>> Approve(string id, Params<ReadParams> request, IGrainFactory grains) =>
        Run(id, request.Tenant, grains, grain => grain.Approve(
            new ApproveRefundRequest { Tenant = request.Tenant, Request = request.Info }, CancellationToken.None));

    internal static Task<CommandResult<RefundRequestResource>> Reject(string id, Params<RejectRefundRequestParams> request, IGrainFactory grains) =>
        Run(id, request.Tenant, grains, grain => grain.Reject(
            new RejectRefundRequest { Tenant = request.Tenant, Reason = request.Value.Reason, Request = request.Info }, CancellationToken.None));

    internal static async Task<Results<ResourceResult<RefundRequestResource>, ErrorResult>> Retrieve(
        string id, Params<ReadParams> request, RefundRequestQueries queries, RefundRequestReader reader) =>
        await queries.Find(id, request.Tenant, request.Aborted) is { } found
            ? new ResourceResult<RefundRequestResource>((await reader.Render([found], request.Tenant, request.Expansion, request.Aborted)).Single())
            : ErrorResult.From(NoSuchRequest(id));

    internal static async Task<Results<ListResult<RefundRequestResource>, ErrorResult>> List(
        Params<RefundRequestListParams> request, RefundRequestQueries queries, RefundRequestReader reader)
    {
        if (await queries.List(request.Tenant, request.Value, request.Aborted) is not { } page)
        {
            return ListResult.NoSuchCursor(request.Value.Query);
        }

        var shown = await reader.Render(page.Items, request.Tenant, request.Expansion, request.Aborted);
        return ListResult.Of(Url, new Page<RefundRequestResource>(shown, page.HasMore, page.TotalCount));
    }

    /// <summary>An actor that finds no request of the caller's under its id refuses and is gone again; what cannot be one's id does not get there.</summary>
    private static async Task<CommandResult<RefundRequestResource>> Run(
        string id, Tenant tenant, IGrainFactory grains, Func<IRefundRequestGrain, Task<Outcome<Answer>>> command)
    {
        if (!ObjectId.IsWellFormed("rr", id) || !ObjectId.MayBelongTo(id, tenant.MerchantId))
        {
            return NoSuchRequest(id);
        }

        var outcome = await command(grains.GetGrain<IRefundRequestGrain>(id));
        return outcome.Refusal is { Code: "resource_missing", Param: "id" } ? NoSuchRequest(id) : outcome;
    }

    /// <summary>A path may hold anything, a card number too: only what can be an id is repeated.</summary>
    private static Refusal NoSuchRequest(string id) =>
        new("resource_missing", ObjectId.IsWellFormed("rr", id) ? $"No such refund_request: '{id}'" : "No such refund_request.", "id");
}
