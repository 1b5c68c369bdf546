using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PayGate.Api.Commands;
using PayGate.Api.Http;
using PayGate.Api.Queries;
using PayGate.Settlements;

namespace PayGate.Api.Settlements;

/// <summary>The routes of <c>/v1/settlements</c>.</summary>
public static class SettlementEndpoints
{
    private const string Url = "/v1/settlements";
    private const string Read = "settlements:read";

    public static void MapSettlements(this IEndpointRouteBuilder routes)
    {
        var settlements = routes.MapResource("settlements", "Settlements", "What each closed day brought, and when it is paid out.");
        settlements.MapRead("", List, "listSettlements", "List settlements").RequireSecretKey(Read);
        settlements.MapRead("/{id}", Retrieve, "retrieveSettlement", "Retrieve a settlement").RequireSecretKey(Read);
        settlements.MapRead("/{id}/lines", ListLines, "listSettlementLines", "List the movements of a settlement").RequireSecretKey(Read);
        settlements.MapRead("/{id}/report.csv", Report, "retrieveSettlementReport", "Retrieve the movements of a settlement as CSV").RequireSecretKey(Read);
        settlements.MapCommand("/run", Run, "runSettlement", "Close all days that have ended").RequireSecretKey("settlements:write").Refuses("settlement_running");
    }

    internal static async Task<Results<ListResult<SettlementResource>, ErrorResult>> List(Params<SettlementListParams> request, SettlementQueries queries) =>
        await queries.List(request.Tenant, request.Value, request.Aborted) is { } page
            ? ListResult.Of(Url, page.Select(batch => batch.ToResource()))
            : ListResult.NoSuchCursor(request.Value.Query);

    internal static async Task<Results<ResourceResult<SettlementResource>, ErrorResult>> Retrieve(
        string id, Params<NoParams> request, SettlementQueries queries) =>
        await queries.FindClosed(id, request.Tenant, request.Aborted) is { } batch
            ? new ResourceResult<SettlementResource>(batch.ToResource())
            : NoSuchSettlement(id);

    internal static async Task<Results<ListResult<SettlementLineResource>, ErrorResult>> ListLines(
        string id, Params<SettlementLineListParams> request, SettlementQueries queries, SettlementLineQueries lines)
    {
        if (await queries.FindClosed(id, request.Tenant, request.Aborted) is not { } batch)
        {
            return NoSuchSettlement(id);
        }

        return await lines.List(batch.Id, request.Value.Query, request.Aborted) is { } page
            ? ListResult.Of($"{Url}/{batch.Id}/lines", page.Select(line => line.Payment.ToSettlementLine(line.Id, line.OfPayment)))
            : ListResult.NoSuchCursor(request.Value.Query);
    }

    internal static async Task<Results<SettlementReport, ErrorResult>> Report(
        string id, Params<NoParams> request, SettlementQueries queries, SettlementLineQueries lines, MerchantQueries merchants)
    {
        if (await queries.FindClosed(id, request.Tenant, request.Aborted) is not { } batch)
        {
            return NoSuchSettlement(id);
        }

        var merchant = await merchants.FindSettings(request.Tenant.MerchantId, request.Aborted);
        return new SettlementReport(batch, merchant.TimeZone, lines);
    }

    internal static async Task<CommandResult<SettlementScheduleResource>> Run(Params<NoParams> request, IGrainFactory grains) => await grains
        .GetGrain<ISettlementScheduleGrain>(SettlementSchedule.IdOf(request.Tenant))
        .Run(new RunSettlement { Tenant = request.Tenant, Request = request.Info }, CancellationToken.None);

    /// <summary>A path may hold anything, a card number too: only what can be an id is repeated.</summary>
    private static ErrorResult NoSuchSettlement(string id) => ErrorResult.From(new Refusal(
        "resource_missing", ObjectId.IsWellFormed(SettlementBatch.Prefix, id) ? $"No such settlement: '{id}'" : "No such settlement.", "id"));
}
