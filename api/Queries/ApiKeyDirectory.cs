using System.Collections.Frozen;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PayGate.Api.Http;
using PayGate.Snapshots;

namespace PayGate.Api.Queries;

/// <summary>All usable API keys by hash, read again every second.</summary>
public sealed partial class ApiKeyDirectory : BackgroundService, IApiKeyDirectory
{
    private readonly ApiDatabase _database;
    private readonly ILogger<ApiKeyDirectory> _logger;
    private readonly PolledSnapshot<FrozenDictionary<string, ApiKeyEntry>> _keys;

    public ApiKeyDirectory(ApiDatabase database, ILogger<ApiKeyDirectory> logger)
    {
        _database = database;
        _logger = logger;
        _keys = new PolledSnapshot<FrozenDictionary<string, ApiKeyEntry>>(Read, TimeProvider.System);
    }

    /// <summary>False until the first read, and when reads have failed for too long: no key can be judged then.</summary>
    public bool IsFresh => _keys.IsFresh;

    /// <inheritdoc/>
    /// <exception cref="StaleSnapshotException">The keys are not fresh; answered as 503.</exception>
    public ApiKeyEntry? Find(ReadOnlySpan<byte> sha256OfKey) => _keys.Current.GetValueOrDefault(Convert.ToHexString(sha256OfKey));

    /// <summary>Reads the keys at once, for whoever has just made one.</summary>
    public Task Refresh(CancellationToken cancellationToken) => _keys.Refresh(cancellationToken);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await _keys.Refresh(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => _keys.Run(LogFailed, stoppingToken);

    private async Task<FrozenDictionary<string, ApiKeyEntry>> Read(CancellationToken cancellationToken)
    {
        await using var command = _database.Reader.CreateCommand(
            "select id, merchant_id, kind, livemode, encode(key_hash, 'hex'), expires_at, merchant_active from paygate.key_directory");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var keys = new Dictionary<string, ApiKeyEntry>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken))
        {
            keys[reader.GetString(4).ToUpperInvariant()] = new ApiKeyEntry
            {
                KeyId = reader.GetString(0),
                MerchantId = reader.GetString(1),
                Kind = Enum.Parse<CallerKind>(reader.GetString(2), ignoreCase: true),
                Livemode = reader.GetBoolean(3),
                ExpiresAt = await reader.IsDBNullAsync(5, cancellationToken) ? null : reader.GetDateTime(5),
                MerchantActive = reader.GetBoolean(6),
            };
        }

        return keys.ToFrozenDictionary(StringComparer.Ordinal);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "API keys could not be read; the last ones stay in force for a few seconds.")]
    private partial void LogFailed(Exception exception);
}
