using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using PayGate.Api.Commands;
using PayGate.Api.Hosting;
using PayGate.Api.Http;

namespace PayGate.Api.TestHelpers;

/// <summary>The routes of <c>/v1/test_helpers</c>: of the sandbox only, and there for test keys only. Elsewhere they do not exist.</summary>
public static class TestHelperEndpoints
{
    public static void MapTestHelpers(this IEndpointRouteBuilder routes)
    {
        if (routes.ServiceProvider.GetRequiredService<ApiOptions>().Sandbox)
        {
            routes.MapClock();
            routes.MapBankScripts();
            routes.MapDisputeHelpers();
        }
    }

    /// <summary>The group of a helper: <c>/v1/test_helpers/{path}</c>.</summary>
    internal static RouteGroupBuilder MapTestHelper(this IEndpointRouteBuilder routes, string path) => routes
        .MapResource("test_helpers/" + path, "Test helpers", "What makes things happen in the sandbox that otherwise take days, or a bank that fails.")
        .AddEndpointFilter(RefuseLiveKeys);

    private static async ValueTask<object?> RefuseLiveKeys(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.HttpContext.Caller().Livemode
            ? ErrorResult.From(new Refusal("permission_denied", "Test helpers take test keys only."))
            : await next(context);
}
