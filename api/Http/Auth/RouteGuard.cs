using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace PayGate.Api.Http;

/// <summary>
/// Access is denied by default: a route under <c>/v1</c> that does not say who may call it stops the process before it listens. Hosted
/// services start before the web server binds its sockets.
/// </summary>
internal sealed class RouteGuard : IHostedService
{
    private IEndpointRouteBuilder? _routes;

    public void Watch(IEndpointRouteBuilder routes) => _routes = routes;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var routes = _routes ?? throw new InvalidOperationException("UsePayGateHttp was not called.");
        foreach (var route in routes.DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>())
        {
            if (ApiPaths.IsVersioned("/" + route.RoutePattern.RawText?.TrimStart('/')))
            {
                Check(route);
            }
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public static InvalidOperationException Undeclared(RouteEndpoint route) =>
        new($"The route {route.RoutePattern.RawText} does not say who may call it: "
            + "RequireSecretKey, AllowPublishable or AllowClientSecret.");

    private static void Check(RouteEndpoint route)
    {
        var access = route.Metadata.GetMetadata<RouteAccess>() ?? throw Undeclared(route);
        if (access.ClientSecretRouteValue is { } name && route.RoutePattern.GetParameter(name) is null)
        {
            throw new InvalidOperationException(
                $"The route {route.RoutePattern.RawText} has no parameter {name} for a client secret to match.");
        }
    }
}
