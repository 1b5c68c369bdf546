using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PayGate.Api.Commands;
using PayGate.Api.Http;
using PayGate.Api.Queries;

namespace PayGate.Api.Events;

/// <summary>The routes of <c>/v1/events</c>.</summary>
public static class EventEndpoints
{
    private const string Permission = "events:read";

    public static void MapEvents(this IEndpointRouteBuilder routes)
    {
        var events = routes.MapResource("events", "Events", "What happened to objects, frozen as it happened.");
        events.MapRead("", List, "listEvents", "List events").RequireSecretKey(Permission);
        events.MapRead("/{id}", Retrieve, "retrieveEvent", "Retrieve an event").RequireSecretKey(Permission);
    }

    internal static async Task<Results<ResourceResult<EventResource>, ErrorResult>> Retrieve(
        string id, Params<NoParams> request, EventQueries queries) =>
        await queries.Find(id, request.Tenant, request.Aborted) is { } body
            ? new ResourceResult<EventResource>(body)
            : ErrorResult.ResourceMissing();

    internal static async Task<Results<ListResult<EventResource>, ErrorResult>> List(
        Params<EventListParams> request, EventQueries queries) =>
        await queries.List(request.Tenant, request.Value.Query, request.Value.Types, request.Aborted) is { } page
            ? new ListResult<EventResource>("/v1/events", page)
            : ListResult.NoSuchCursor(request.Value.Query);
}

/// <summary>The parameters of a list of events.</summary>
public sealed record EventListParams : IParams<EventListParams>
{
    public required ListQuery Query { get; init; }

    /// <summary>Types to show; all when empty.</summary>
    public required IReadOnlyList<string> Types { get; init; }

    public static EventListParams Read(ParamBinder parameters)
    {
        var query = ListQuery.Read(parameters);
        List<string> types = [.. parameters.OptionalArray("types").Select(type => type.AsString(100))];
        if (parameters.OptionalString("type", 100) is { } single)
        {
            types.Add(single);
        }

        return new EventListParams { Query = query, Types = types };
    }
}
