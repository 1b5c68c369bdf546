using Microsoft.AspNetCore.Builder;
#if !ENGINE_LOCAL
using Orleans.Dashboard;
#endif
using PayGate.Api.Http;

namespace PayGate.Api.Hosting;

/// <summary>What operators see in a browser, behind their credential.</summary>
internal static class OperatorPages
{
    private const string Dashboard = "/dashboard";

    public static void MapOperatorPages(this WebApplication app)
    {
        app.UseWhen(context => context.Request.Path.StartsWithSegments(Dashboard, StringComparison.OrdinalIgnoreCase), branch => branch.UseMiddleware<OperatorGate>());
#if !ENGINE_LOCAL
        app.MapOrleansDashboard(routePrefix: Dashboard);
#endif
    }
}
