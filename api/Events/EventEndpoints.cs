using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PayGate.Api.Commands;
using PayGate.Api.Http;
using PayGate.Api.Queries;

namespace PayGate.Api.Events;

/// <summary>The routes of <c>/v1/events</c>.</summary>
public static class EventEndpoints
{
    public static IEndpointRouteBuilder MapEvents(this IEndpointRouteBuilder routes)
    {
        var events = routes.MapGroup("/v1/events").WithTags("Events");
        events.MapGet("", List).RequireSecretKey("events:read");
        events.MapGet("/{id}", Retrieve).RequireSecretKey("events:read");
        return routes;
    }

    internal static async Task<IResult> Retrieve(string id, HttpContext context, EventQueries queries)
    {
        var read = await RequestParams.Read(context);
        if ((read.Refusal ?? read.Value!.Bind().Refusal()) is { } refusal)
        {
            return ErrorResult.From(refusal);
        }

        return await queries.Find(id, context.Tenant(), context.RequestAborted) is { } body ? new RenderedResult(body) : ErrorResult.ResourceMissing();
    }

    internal static async Task<IResult> List(HttpContext context, EventQueries queries)
    {
        var read = await RequestParams.Read(context);
        if (!read.IsSuccess)
        {
            return ErrorResult.From(read.Refusal);
        }

        var parameters = read.Value.Bind();
        var query = ListQuery.Read(parameters);
        List<string> types = [.. parameters.OptionalArray("types").Select(type => type.AsString(100))];
        if (parameters.OptionalString("type", 100) is { } single)
        {
            types.Add(single);
        }

        if (parameters.Refusal() is { } refusal)
        {
            return ErrorResult.From(refusal);
        }

        var page = await queries.List(context.Tenant(), query, types, context.RequestAborted);
        return page is { } found
            ? ListResult.OfRendered("/v1/events", found.HasMore, [.. found.Items.Select(body => (ReadOnlyMemory<byte>)body)])
            : ErrorResult.From(PageResult.NoSuchCursor(query));
    }
}
