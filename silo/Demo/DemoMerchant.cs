using System.Text.Json;
using Microsoft.Extensions.Hosting;
using PayGate.ApiKeys;
using PayGate.Merchants;
using PayGate.Silo.Hosting;
using PayGate.Silo.Keys;
using PayGate.Silo.Merchants;

namespace PayGate.Silo.Demo;

/// <summary>
/// Opens the demo merchant at first start. Its keys are drawn once, written to a 0600 file of the data directory before anything else, and stored hashed; a start
/// that was cut short goes on with the same file.
/// </summary>
public sealed class DemoMerchant(SiloOptions options, IGrainFactory grains, MerchantTerms terms, TimeProvider clock) : IHostedService
{
    public const string FileName = "demo-keys.json";

    private static readonly JsonSerializerOptions FileFormat = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var path = Path.Combine(options.DataDirectory, FileName);
        if (!File.Exists(path))
        {
            PrivateFile.Create(path, JsonSerializer.SerializeToUtf8Bytes(Draw(), FileFormat));
        }

        var demo = JsonSerializer.Deserialize<DemoKeys>(await File.ReadAllBytesAsync(path, cancellationToken), FileFormat)!;
        await StartPatience.Take(() => Open(demo, cancellationToken), cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Finds done what an earlier try has done.</summary>
    private async Task Open(DemoKeys demo, CancellationToken cancellationToken)
    {
        await grains.GetGrain<IMerchantGrain>(demo.MerchantId).Open(
            new OpenMerchant { Name = "Atlas Coffee", SettlementCurrency = Currency.Mad }, cancellationToken);
        await Store(demo.SecretKeyId, "secret", demo.SecretKey, demo.MerchantId, cancellationToken);
        await Store(demo.PublishableKeyId, "publishable", demo.PublishableKey, demo.MerchantId, cancellationToken);
        await terms.Refresh(cancellationToken);
    }

    private DemoKeys Draw()
    {
        var now = clock.GetUtcNow();
        // A merchant's own bucket is that of its id, which does not exist yet; any fixed word will do for the id itself.
        var merchantId = ObjectId.New("mch", "merchants", now);
        return new DemoKeys
        {
            MerchantId = merchantId,
            SecretKeyId = ObjectId.New("key", merchantId, now),
            SecretKey = ApiKeyText.New("secret"),
            PublishableKeyId = ObjectId.New("key", merchantId, now),
            PublishableKey = ApiKeyText.New("publishable"),
        };
    }

    private Task<ApiKey> Store(string keyId, string kind, string key, string merchantId, CancellationToken cancellationToken) =>
        grains.GetGrain<IApiKeyGrain>(keyId).Create(
            new CreateApiKey { MerchantId = merchantId, Kind = kind, Livemode = false, KeyHash = ApiKeyText.Hash(key) }, cancellationToken);

    private sealed record DemoKeys
    {
        public required string MerchantId { get; init; }

        public required string PublishableKey { get; init; }

        public required string SecretKey { get; init; }

        public required string PublishableKeyId { get; init; }

        public required string SecretKeyId { get; init; }
    }
}
