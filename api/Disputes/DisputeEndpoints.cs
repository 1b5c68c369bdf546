using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PayGate.Api.Commands;
using PayGate.Api.Http;
using PayGate.Api.Queries;
using PayGate.Disputes;

namespace PayGate.Api.Disputes;

/// <summary>The routes of <c>/v1/disputes</c>.</summary>
public static class DisputeEndpoints
{
    private const string Url = "/v1/disputes";
    private const string Read = "disputes:read";
    private const string Write = "disputes:write";

    /// <summary>The dispute's status forbids the operation.</summary>
    internal const string State = "dispute_unexpected_state";

    public static void MapDisputes(this IEndpointRouteBuilder routes)
    {
        var disputes = routes.MapResource("disputes", "Disputes", "What cardholders' banks take back, for the merchant to answer within seven days.");
        disputes.MapRead("", List, "listDisputes", "List disputes").RequireSecretKey(Read);
        disputes.MapRead("/{id}", Retrieve, "retrieveDispute", "Retrieve a dispute").RequireSecretKey(Read);
        disputes.MapCommand("/{id}", Update, "updateDispute", "Answer a dispute with evidence").RequireSecretKey(Write).Refuses(State);
        disputes.MapCommand("/{id}/close", Close, "closeDispute", "Accept a dispute as lost").RequireSecretKey(Write).Refuses(State);
    }

    internal static Task<CommandResult<DisputeResource>> Update(string id, Params<UpdateDisputeParams> request, IGrainFactory grains) =>
        Run(id, request.Tenant, grains, grain => grain.Update(request.Value.ToCommand(request.Tenant, request.Info), CancellationToken.None));

    internal static Task<CommandResult<DisputeResource>> Close(string id, Params<ReadParams> request, IGrainFactory grains) =>
        Run(id, request.Tenant, grains, grain => grain.Close(
            new CloseDispute { Tenant = request.Tenant, Request = request.Info }, CancellationToken.None));

    internal static async Task<Results<ResourceResult<DisputeResource>, ErrorResult>> Retrieve(
        string id, Params<ReadParams> request, DisputeQueries queries, DisputeReader reader) =>
        await queries.Find(id, request.Tenant, request.Aborted) is { } found
            ? new ResourceResult<DisputeResource>((await reader.Render([found], request.Tenant, request.Expansion, request.Aborted)).Single())
            : ErrorResult.From(NoSuchDispute(id));

    internal static async Task<Results<ListResult<DisputeResource>, ErrorResult>> List(
        Params<DisputeListParams> request, DisputeQueries queries, DisputeReader reader)
    {
        if (await queries.List(request.Tenant, request.Value, request.Aborted) is not { } page)
        {
            return ListResult.NoSuchCursor(request.Value.Query);
        }

        var shown = await reader.Render(page.Items, request.Tenant, request.Expansion, request.Aborted);
        return ListResult.Of(Url, new Page<DisputeResource>(shown, page.HasMore, page.TotalCount));
    }

    /// <summary>An actor that finds no dispute of the caller's under its id refuses and is gone again; what cannot be one's id does not get there.</summary>
    internal static async Task<CommandResult<DisputeResource>> Run(
        string id, Tenant tenant, IGrainFactory grains, Func<IDisputeGrain, Task<Outcome<Answer>>> command)
    {
        if (!ObjectId.IsWellFormed(Dispute.Prefix, id) || !ObjectId.MayBelongTo(id, tenant.MerchantId))
        {
            return NoSuchDispute(id);
        }

        var outcome = await command(grains.GetGrain<IDisputeGrain>(id));
        return outcome.Refusal is { Code: "resource_missing", Param: "id" } ? NoSuchDispute(id) : outcome;
    }

    /// <summary>A path may hold anything, a card number too: only what can be an id is repeated.</summary>
    private static Refusal NoSuchDispute(string id) =>
        new("resource_missing", ObjectId.IsWellFormed(Dispute.Prefix, id) ? $"No such dispute: '{id}'" : "No such dispute.", "id");
}
