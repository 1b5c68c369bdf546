using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans;
using Orleans.Hosting;
using Orleans.Local;

namespace Microsoft.Extensions.Hosting;

public static class OrleansSiloGenericHostExtensions
{
    /// <summary>Adds the silo to the host. Called again, it goes on with the same silo.</summary>
    public static IHostApplicationBuilder UseOrleans(this IHostApplicationBuilder hostAppBuilder, Action<ISiloBuilder> configureDelegate)
    {
        var services = hostAppBuilder.Services;
        if (services.All(service => service.ServiceType != typeof(Silo)))
        {
            services.AddLogging();
            services.AddOptions();
            services.TryAddSingleton(TimeProvider.System);
            services.AddSingleton<Silo>();
            services.AddHostedService(provider => provider.GetRequiredService<Silo>());
            services.AddSingleton<IClusterClient>(provider => provider.GetRequiredService<Silo>().Factory);
            services.AddSingleton<IGrainFactory>(provider => provider.GetRequiredService<Silo>().Factory);
        }

        configureDelegate(new SiloBuilder(services));
        return hostAppBuilder;
    }

    private sealed record SiloBuilder(IServiceCollection Services) : ISiloBuilder;
}
