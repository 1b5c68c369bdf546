using Microsoft.AspNetCore.Builder;
using Orleans.Dashboard;
using PayGate.Api.Http;

namespace PayGate.Api.Hosting;

/// <summary>What operators see in a browser, behind their credential.</summary>
internal static class OperatorPages
{
    private const string Dashboard = "/dashboard";

    public static void MapOperatorPages(this WebApplication app)
    {
        app.UseWhen(context => context.Request.Path.StartsWithSegments(Dashboard, StringComparison.OrdinalIgnoreCase), branch => branch.UseMiddleware<OperatorGate>());
        app.MapOrleansDashboard(routePrefix: Dashboard);
    }
}
