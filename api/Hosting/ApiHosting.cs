using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace PayGate.Api.Hosting;

public static class ApiHosting
{
    public static WebApplicationBuilder AddPayGateApi(this WebApplicationBuilder builder, ApiOptions options)
    {
        builder.Services.AddSingleton(options);
        return builder;
    }

    public static WebApplication MapPayGate(this WebApplication app)
    {
        app.MapGet("/healthz", () => Results.Ok());
        app.MapGet("/readyz", () => Results.Ok());
        return app;
    }
}
