using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace PayGate.Api.Http;

/// <summary>
/// Puts the HTTP core into a host. The host registers <see cref="IApiKeyDirectory"/> and <see cref="IClientSecrets"/> beside it.
/// </summary>
public static class HttpHosting
{
    /// <summary>Room for an id of 10 kB, which is then an ordinary 404.</summary>
    private const int RequestLineBytesMax = 16 * 1024;

    private const int HeaderBytesMax = 32 * 1024;
    private static readonly TimeSpan HeadersTimeout = TimeSpan.FromSeconds(15);

    public static IServiceCollection AddPayGateHttp(this IServiceCollection services, HttpOptions options)
    {
        options.Validate();
        services.AddSingleton(options);
        services.AddSingleton<IdempotencyContext>();
        services.AddSingleton<RejectedRequests>();
        services.AddSingleton<RouteGuard>();
        services.AddHostedService(provider => provider.GetRequiredService<RouteGuard>());
        services.AddHttpContextAccessor();
        services.AddCors(BrowserCors.Configure);
        services.TryAddSingleton(TimeProvider.System);
        services.Configure<KestrelServerOptions>(Limit);
        // The framework's own request lines show paths and queries, which can hold client secrets; RequestEnvelope logs in their stead.
        services.AddLogging(logging => logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning));
        return services;
    }

    /// <summary>The pipeline up to the endpoints. Call it before other middleware; routes are mapped on the application as usual.</summary>
    public static WebApplication UsePayGateHttp(this WebApplication app)
    {
        app.Services.GetRequiredService<RouteGuard>().Watch(app);
        app.UseMiddleware<RequestEnvelope>();
        app.UseRouting();
        app.UseCors();
        app.UseMiddleware<AuthenticationMiddleware>();
        return app;
    }

    private static void Limit(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        var rejected = kestrel.ApplicationServices.GetRequiredService<RejectedRequests>();
        kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Use(next => connection => rejected.Run(connection, next)));
        // Any byte is a character in Latin-1, so a header with bytes that are not UTF-8 reaches the checks and gets the error object.
        kestrel.RequestHeaderEncodingSelector = static _ => Encoding.Latin1;
        kestrel.Limits.MaxRequestBodySize = ParamLimits.BodyBytesMax;
        kestrel.Limits.MaxRequestLineSize = RequestLineBytesMax;
        kestrel.Limits.MaxRequestHeadersTotalSize = HeaderBytesMax;
        kestrel.Limits.RequestHeadersTimeout = HeadersTimeout;
    }
}
