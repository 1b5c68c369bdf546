using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using PayGate.Api.Hosting;
using PayGate.Api.Http;
using PayGate.Cards;
using PayGate.Clocks;
using PayGate.EncryptionKeys;

namespace PayGate.Api.OpenApi;

/// <summary>The routes of the API without a gateway behind them: the application is put together, and never started.</summary>
public static class OpenApiRoutes
{
    /// <summary>The document of the routes as they are in this build.</summary>
    public static string WriteDocument() => OpenApiDocument.Write(Endpoints());

    /// <summary>All routes under <c>/v1</c>, also those that are not documented.</summary>
    public static IReadOnlyList<Endpoint> Endpoints()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddSingleton(NoActors);
        builder.Services.AddSingleton(new SandboxClock(TimeProvider.System));
        builder.AddPayGateApi(
            new ApiOptions
            {
                ConnectionString = "",
                DataDirectory = "",
                WebDirectory = null,
                Sandbox = true,
                Operator = new OperatorLogin("", ""),
            },
            new ApiSecrets(new TransportKeys(new Dictionary<int, byte[]> { [1] = new byte[32] }), new byte[32], new byte[32]));
        var app = builder.Build();
        app.MapResources();
        return [.. ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints)];
    }

    private static IGrainFactory NoActors(IServiceProvider services) =>
        throw new InvalidOperationException("The routes are looked at and not called.");
}
