using System.Collections.ObjectModel;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Local;
using Orleans.Runtime;

namespace Orleans.TestingHost;

/// <summary>A cluster for a test. References from before a restart of the silo stay with the old one: ask <see cref="Client"/> again.</summary>
public sealed class InProcessTestCluster : IDisposable, IAsyncDisposable
{
    private readonly List<InProcessSiloHandle> _silos = [];

    internal InProcessTestCluster(InProcessTestClusterOptions options) => Options = options;

    public InProcessTestClusterOptions Options { get; }

    public ReadOnlyCollection<InProcessSiloHandle> Silos => _silos.AsReadOnly();

    public IClusterClient Client =>
        _silos.Count > 0
            ? GetSiloServiceProvider().GetRequiredService<IClusterClient>()
            : throw new InvalidOperationException("The cluster has not been deployed or has been stopped.");

    public IServiceProvider GetSiloServiceProvider() => _silos[0].ServiceProvider;

    public async Task DeployAsync()
    {
        if (_silos.Count > 0)
        {
            throw new InvalidOperationException("Cluster host already deployed.");
        }

        await StartSiloAsync();
    }

    public async Task StopSiloAsync(InProcessSiloHandle instance)
    {
        _silos.Remove(instance);
        await instance.StopSiloAsync(stopGracefully: true);
        await instance.DisposeAsync();
    }

    /// <summary>Ends the silo without deactivating its grains.</summary>
    public async Task KillSiloAsync(InProcessSiloHandle instance)
    {
        _silos.Remove(instance);
        await instance.StopSiloAsync(stopGracefully: false);
        await instance.DisposeAsync();
    }

    public async Task<InProcessSiloHandle?> RestartSiloAsync(InProcessSiloHandle instance)
    {
        await StopSiloAsync(instance);
        return await StartSiloAsync();
    }

    public async Task<InProcessSiloHandle> StartAdditionalSiloAsync() =>
        _silos.Count == 0 ? await StartSiloAsync() : throw new NotSupportedException("This engine has one silo.");

    public async Task StopAllSilosAsync()
    {
        foreach (var silo in _silos.ToList())
        {
            await StopSiloAsync(silo);
        }
    }

    public bool TryGetGrainContext(GrainId grainId, [NotNullWhen(true)] out IGrainContext? grainContext)
    {
        grainContext = _silos.Count == 0 ? null : _silos[0].Silo.Manifest.ClassOf(grainId.Type).Find(grainId.Key.ToString());
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

    public void Dispose()
    {
        _silos.ForEach(silo => silo.Dispose());
        _silos.Clear();
    }

    public async ValueTask DisposeAsync() => await StopAllSilosAsync();

    private async Task<InProcessSiloHandle> StartSiloAsync()
    {
        var options = new InProcessTestSiloSpecificOptions { SiloName = "Silo_0" };
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings
        {
            ApplicationName = options.SiloName,
            EnvironmentName = Environments.Development,
            DisableDefaults = true,
        });
        Options.SiloHostConfigurationDelegates.ForEach(configure => configure(options, builder));
        builder.UseOrleans(_ => { });
        var host = builder.Build();
        await host.StartAsync();
        var handle = new InProcessSiloHandle { Name = options.SiloName, SiloHost = host };
        _silos.Add(handle);
        return handle;
    }
}

public sealed class InProcessSiloHandle : IDisposable, IAsyncDisposable
{
    public string Name { get; init; } = null!;

    public IHost SiloHost { get; init; } = null!;

    public IServiceProvider ServiceProvider => SiloHost.Services;

    internal Silo Silo => ServiceProvider.GetRequiredService<Silo>();

    public async Task StopSiloAsync(bool stopGracefully)
    {
        if (!stopGracefully)
        {
            Silo.Kill();
        }

        await SiloHost.StopAsync();
    }

    public void Dispose() => SiloHost.Dispose();

    public async ValueTask DisposeAsync() => await ((IAsyncDisposable)SiloHost).DisposeAsync();
}
