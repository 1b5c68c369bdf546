using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PayGate.EncryptionKeys;

namespace PayGate.Cli.Hosting;

/// <summary>
/// Takes over the transport keys that a silo, or a person with a copy of its file, puts in place for an API that is a process of its own. The other secrets never change: a file
/// with others is another installation's, and passed over.
/// </summary>
internal sealed partial class ApiSecretsFollower(string path, ApiSecrets secrets, ILogger<ApiSecretsFollower> logger) : BackgroundService
{
    /// <summary>The file is read whole each time: it has a few hundred bytes, and neither its date nor a notice of the system tells of every copy and mount.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private byte[] _seen = [];

    /// <summary>One look.</summary>
    public async Task Follow(CancellationToken cancellationToken)
    {
        try
        {
            var text = await File.ReadAllBytesAsync(path, cancellationToken);
            if (text.AsSpan().SequenceEqual(_seen))
            {
                return;
            }

            // What cannot be read is told of once; a copy that is still being written has another text at the next look.
            _seen = text;
            var read = ApiSecretsDocument.Read(text);
            if (read.ClientSecretKey.AsSpan().SequenceEqual(secrets.ClientSecretKey) && read.RequestHashKey.AsSpan().SequenceEqual(secrets.RequestHashKey))
            {
                secrets.TransportKeys.TakeOver(read.TransportKeys);
            }
            else
            {
                LogForeign(path);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException)
        {
            LogUnreadable(path, exception);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await Follow(stoppingToken);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Path} cannot be read; the transport keys that are known stay in use, and cards are refused when these are an hour older than the newest.")]
    private partial void LogUnreadable(string path, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Path} is of another installation and passed over: put the file of this one's silos in its place.")]
    private partial void LogForeign(string path);
}
