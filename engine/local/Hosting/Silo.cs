using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Orleans.Local;

/// <summary>The one silo of the process.</summary>
internal sealed class Silo : IHostedService, IDisposable
{
    private readonly SiloLifecycle _lifecycle = new();
    private ITimer? _collector;
    private volatile string? _unavailable = "has not started";

    public Silo(
        IServiceProvider services,
        IOptions<SiloMessagingOptions> messaging,
        IOptions<GrainCollectionOptions> collection,
        IEnumerable<IIncomingGrainCallFilter> filters,
        TimeProvider time,
        ILogger<Silo> logger)
    {
        Services = services;
        Messaging = messaging.Value;
        Collection = collection.Value;
        Filters = [.. filters];
        Time = time;
        Logger = logger;
        Calls = new PendingCalls(Messaging.ResponseTimeout);
        Factory = new GrainFactory(this);
        Manifest = new GrainManifest(this);
    }

    public IServiceProvider Services { get; }

    public SiloMessagingOptions Messaging { get; }

    public GrainCollectionOptions Collection { get; }

    public IIncomingGrainCallFilter[] Filters { get; }

    public TimeProvider Time { get; }

    public ILogger Logger { get; }

    public PendingCalls Calls { get; }

    public GrainFactory Factory { get; }

    public GrainManifest Manifest { get; }

    public IEnumerable<Activation> Activations => Manifest.Classes.SelectMany(grainClass => grainClass.Activations);

    public bool IsAvailable => _unavailable is null;

    public void ThrowIfUnavailable()
    {
        if (_unavailable is { } reason)
        {
            throw new SiloUnavailableException($"The silo {reason}.");
        }
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var participant in Services.GetServices<ILifecycleParticipant<ISiloLifecycle>>())
        {
            participant.Participate(_lifecycle);
        }

        _lifecycle.Subscribe<Silo>(ServiceLifecycleStage.GrainDeactivation, _ => Task.CompletedTask, DeactivateAll);
        _unavailable = null;
        _collector = Time.CreateTimer(_ => CollectIdle(), null, Collection.CollectionQuantum, Collection.CollectionQuantum);
        await _lifecycle.Start(cancellationToken);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (IsAvailable)
        {
            await _lifecycle.Stop(exception => Log.StopFailed(Logger, exception), cancellationToken);
            Kill();
        }
    }

    /// <summary>The end without any deactivation: calls under way fail, nothing new begins.</summary>
    public void Kill()
    {
        _unavailable = "has stopped";
        _collector?.Dispose();
        Calls.FailAll(request => new SiloUnavailableException($"The silo stopped before it answered {request}."));
    }

    public void Dispose()
    {
        _collector?.Dispose();
        Calls.Dispose();
    }

    /// <summary>What grains call meanwhile still answers, and is deactivated in turn.</summary>
    private async Task DeactivateAll(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested && Activations.ToList() is { Count: > 0 } active)
        {
            active.ForEach(activation => activation.Deactivate(new(DeactivationReasonCode.ShuttingDown, "The silo stops.")));
            await Task.WhenAll(active.Select(activation => activation.Deactivated))
                .WaitAsync(cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void CollectIdle()
    {
        foreach (var activation in Activations)
        {
            activation.CollectIfIdle(activation.Class.CollectionAge);
        }
    }
}
