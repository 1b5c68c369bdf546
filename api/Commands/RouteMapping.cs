using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using PayGate.Api.Http;

namespace PayGate.Api.Commands;

/// <summary>
/// The kinds of routes under <c>/v1</c>. An endpoint takes a <see cref="Params{T}"/> and runs only when its parameters are in
/// order, so that it has nothing to say about them.
/// </summary>
public static class RouteMapping
{
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>The group of a resource's routes: <c>/v1/{path}</c>.</summary>
    /// <param name="routes">The application.</param>
    /// <param name="path">The resource in URLs, in the plural.</param>
    /// <param name="tag">Its heading in the reference.</param>
    /// <param name="text">What it is, in a sentence.</param>
    public static RouteGroupBuilder MapResource(this IEndpointRouteBuilder routes, string path, string tag, string text) =>
        routes.MapGroup("/v1/" + path).WithMetadata(new RouteTag(tag, text));

    /// <summary>A GET, which HEAD answers too, without the body.</summary>
    /// <param name="routes">The group of the resource.</param>
    /// <param name="pattern">The rest of the path.</param>
    /// <param name="endpoint">Its result type names the resource.</param>
    /// <param name="id">The operation in documents and generated clients, for example <c>retrieveCharge</c>.</param>
    /// <param name="summary">What it does, for people.</param>
    public static RouteHandlerBuilder MapRead(
        this IEndpointRouteBuilder routes, string pattern, Delegate endpoint, string id, string summary) =>
        routes.MapMethods(pattern, Reading, endpoint).Bound(id, summary);

    /// <summary>A POST that changes something, answered through its idempotency key.</summary>
    /// <inheritdoc cref="MapRead"/>
    public static RouteHandlerBuilder MapCommand(
        this IEndpointRouteBuilder routes, string pattern, Delegate endpoint, string id, string summary) =>
        routes.MapPost(pattern, endpoint).Bound(id, summary);

    /// <summary>A DELETE: done once it is done, so it needs no idempotency key.</summary>
    /// <inheritdoc cref="MapRead"/>
    public static RouteHandlerBuilder MapDeletion(
        this IEndpointRouteBuilder routes, string pattern, Delegate endpoint, string id, string summary) =>
        routes.MapDelete(pattern, endpoint).Bound(id, summary);

    /// <summary>Codes that the endpoint may answer with besides those of every route of its kind.</summary>
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder route, params string[] codes) =>
        route.WithMetadata(new RouteRefusals(codes));

    private static RouteHandlerBuilder Bound(this RouteHandlerBuilder route, string id, string summary) =>
        route.WithMetadata(new RouteName(id, summary)).AddEndpointFilter(RunWhenInOrder);

    private static async ValueTask<object?> RunWhenInOrder(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.Arguments.OfType<IBoundParams>().Single();
        if (request.Refusal is { } refusal)
        {
            return new CommandResult<object>(refusal);
        }

        return request.Prepares && await Runner(context.HttpContext).FindRecorded(context.HttpContext) is { } recorded
            ? recorded
            : await next(context);
    }

    private static CommandRunner Runner(HttpContext context) => context.RequestServices.GetRequiredService<CommandRunner>();
}

/// <summary>The heading that operations of one resource stand under.</summary>
internal sealed record RouteTag(string Name, string Text);

/// <summary>The operation's name, and what it does in a few words.</summary>
internal sealed record RouteName(string Id, string Summary);

/// <summary>The reader of a route's parameters.</summary>
internal sealed record RouteParams(Type Type, Action<ParamBinder> Read);

/// <summary>Error codes of a route's own.</summary>
internal sealed record RouteRefusals(IReadOnlyList<string> Codes);

/// <summary>What a route answers with when all goes well.</summary>
internal sealed record RouteAnswer(Type Resource, AnswerShape Shape);

internal enum AnswerShape
{
    Resource,
    List,
    SearchResult,
    Csv,
}
