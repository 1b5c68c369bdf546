using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using PayGate.Clocks;

namespace PayGate.Cli.Hosting;

internal static class SandboxClockHosting
{
    /// <summary>
    /// Makes the sandbox's clock the time of everything in this process, whatever its roles, and has it follow the database. To be added before the roles: their
    /// services ask for the time while they start.
    /// </summary>
    /// <param name="services">The process.</param>
    /// <param name="connectionString">Login of any role of the gateway.</param>
    public static IServiceCollection AddSandboxClock(this IServiceCollection services, string connectionString)
    {
        services.TryAddKeyedSingleton(SandboxClock.Wall, TimeProvider.System);
        services.AddSingleton(provider => new SandboxClock(provider.GetRequiredKeyedService<TimeProvider>(SandboxClock.Wall)));
        services.AddSingleton<TimeProvider>(provider => provider.GetRequiredService<SandboxClock>());
        services.AddHostedService(provider => new ClockFollower(
            connectionString, provider.GetRequiredService<SandboxClock>(), provider.GetRequiredService<ILogger<ClockFollower>>()));
        return services;
    }
}
