using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PayGate.Silo.Hosting;

namespace PayGate.Silo.Keys;

/// <summary>Looks every few seconds which transport keys there are, for this silo to seal under the newest, and leaves them to the API in its file.</summary>
public sealed partial class TransportKeyKeeper(
    SiloOptions options, KeyHierarchy keys, AcceptedTransportKeys accepted, TimeProvider clock, ILogger<TransportKeyKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>One look.</summary>
    /// <exception cref="StorageUnavailableException">The database cannot be asked for the moment.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public async Task HandOut(CancellationToken cancellationToken)
    {
        await accepted.Refresh(cancellationToken);
        ApiSecretsFile.Keep(options.DataDirectory, keys.ApiSecrets);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await HandOut(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // What is known stays in use: versions are replaced rarely, and the one before opens for an hour.
                LogFailed(exception);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The transport keys could not be handed out anew; it is tried again in seconds.")]
    private partial void LogFailed(Exception exception);
}
