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

    public bool IsAvailable => _unavailable is null;

    private IEnumerable<Activation> Activations => Manifest.Classes.SelectMany(grainClass => grainClass.Activations);

    private ReminderService? Reminders => Services.GetService<ReminderService>();

    public void ThrowIfUnavailable()
    {
        if (_unavailable is { } reason)
        {
            throw new SiloUnavailableException($"The silo {reason}.");
        }
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _unavailable = null;
        _collector = Time.CreateTimer(_ => CollectIdle(), null, Collection.CollectionQuantum, Collection.CollectionQuantum);
        await (Reminders?.Start(cancellationToken) ?? Task.CompletedTask);
    }

    /// <summary>What grains call while they are deactivated still answers, and is deactivated in turn.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            await (Reminders?.Stop(cancellationToken) ?? Task.CompletedTask);
            while (Activations.ToList() is { Count: > 0 } active)
            {
                active.ForEach(activation => activation.Deactivate(new(DeactivationReasonCode.ShuttingDown, "The silo stops.")));
                await Task.WhenAll(active.Select(activation => activation.Deactivated)).WaitAsync(cancellationToken);
            }
        }
        catch (Exception exception)
        {
            Log.StopFailed(Logger, exception);
        }

        _unavailable = "has stopped";
        Dispose();
        Calls.FailAll(new SiloUnavailableException("The silo stopped before it answered."));
    }

    public void Dispose()
    {
        _collector?.Dispose();
        Calls.Dispose();
    }

    private void CollectIdle()
    {
        foreach (var activation in Activations)
        {
            activation.CollectIfIdle();
        }
    }
}
