using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Local;
using Orleans.Runtime;

namespace Orleans.TestingHost;

/// <summary>A cluster for a test, of one silo.</summary>
public sealed class InProcessTestCluster : IAsyncDisposable
{
    private readonly List<Action<IHostApplicationBuilder>> _configurations;
    private IHost? _host;

    internal InProcessTestCluster(List<Action<IHostApplicationBuilder>> configurations) => _configurations = configurations;

    public IClusterClient Client => GetSiloServiceProvider().GetRequiredService<IClusterClient>();

    public IServiceProvider GetSiloServiceProvider() => (_host ?? throw new InvalidOperationException("The cluster is not deployed, or stopped.")).Services;

    public async Task DeployAsync()
    {
        var settings = new HostApplicationBuilderSettings { EnvironmentName = Environments.Development, DisableDefaults = true };
        var builder = Host.CreateApplicationBuilder(settings);
        _configurations.ForEach(configure => configure(builder));
        builder.UseOrleans(_ => { });
        _host = builder.Build();
        await _host.StartAsync();
    }

    public async Task StopAllSilosAsync()
    {
        if (_host is { } host)
        {
            _host = null;
            await host.StopAsync();
            await ((IAsyncDisposable)host).DisposeAsync();
        }
    }

    public bool TryGetGrainContext(GrainId grainId, [NotNullWhen(true)] out IGrainContext? grainContext)
    {
        grainContext = _host?.Services.GetRequiredService<Silo>().Manifest.ClassOf(grainId.Type).Find(grainId.Key.ToString());
        return grainContext is not null;
    }

    public Task WaitForDeactivationAsync(IAddressable grain) =>
        TryGetGrainContext(grain.GetGrainId(), out var context) ? context.Deactivated : Task.CompletedTask;

    public async Task DeactivateAsync(IAddressable grain)
    {
        if (TryGetGrainContext(grain.GetGrainId(), out var context))
        {
            context.Deactivate(new(DeactivationReasonCode.ApplicationRequested, $"{nameof(DeactivateAsync)} was called."));
            await context.Deactivated;
        }
    }

    public async ValueTask DisposeAsync() => await StopAllSilosAsync();
}
