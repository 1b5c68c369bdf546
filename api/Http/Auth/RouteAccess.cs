using Microsoft.AspNetCore.Builder;

namespace PayGate.Api.Http;

/// <summary>Who may call a route under <c>/v1</c>; metadata of the endpoint. A route without it is refused at start-up.</summary>
internal sealed record RouteAccess
{
    public bool AllowsPublishable { get; init; }

    /// <summary>The route value that a client secret's object must equal; null when no client secret opens the route.</summary>
    public string? ClientSecretRouteValue { get; init; }

    /// <summary>What a restricted key needs; null when no restricted key opens the route.</summary>
    public string? Permission { get; init; }
}

/// <summary>Declarations for routes and route groups; the one nearest to the route wins.</summary>
public static class RouteAccessExtensions
{
    /// <summary>Secret keys, and restricted keys that have the permission (<c>resource:action</c>) if one is named.</summary>
    public static TBuilder RequireSecretKey<TBuilder>(this TBuilder builder, string? permission = null)
        where TBuilder : IEndpointConventionBuilder =>
        builder.With(new RouteAccess { Permission = permission });

    /// <summary>As <see cref="RequireSecretKey"/>, and publishable keys, from pages of any origin.</summary>
    public static TBuilder AllowPublishable<TBuilder>(this TBuilder builder, string? permission = null)
        where TBuilder : IEndpointConventionBuilder =>
        builder.With(new RouteAccess { Permission = permission, AllowsPublishable = true }).RequireCors(BrowserCors.Policy);

    /// <summary>
    /// As <see cref="RequireSecretKey"/>, and whoever has the client secret of the object that the route value names: as Bearer credential,
    /// or as the parameter <c>client_secret</c> with a publishable key or with none. Pages of any origin may call it.
    /// </summary>
    public static TBuilder AllowClientSecret<TBuilder>(this TBuilder builder, string? permission = null, string routeValue = "id")
        where TBuilder : IEndpointConventionBuilder =>
        builder.With(new RouteAccess { Permission = permission, ClientSecretRouteValue = routeValue }).RequireCors(BrowserCors.Policy);

    private static TBuilder With<TBuilder>(this TBuilder builder, RouteAccess access)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(endpoint => endpoint.Metadata.Add(access));
        return builder;
    }
}
