using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace PayGate.Silo.Hosting;

public static class SiloHosting
{
    public static WebApplicationBuilder AddPayGateSilo(this WebApplicationBuilder builder, SiloOptions options)
    {
        builder.Services.AddSingleton(options);
        return builder;
    }
}
