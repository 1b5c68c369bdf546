using System.Text.Json;
using System.Text.Json.Serialization;
using PayGate.Cli.Secrets;

namespace PayGate.Cli.Hosting;

/// <summary>The demo merchant's keys, which the silo generates at first start and leaves in the data directory.</summary>
internal sealed record DemoKeys
{
    public const string FileName = "demo-keys.json";

    [JsonPropertyName("publishable_key")]
    public required string PublishableKey { get; init; }

    [JsonPropertyName("secret_key")]
    public required string SecretKey { get; init; }

    [JsonPropertyName("merchant_id")]
    public required string MerchantId { get; init; }

    /// <summary>Null when there is no demo merchant.</summary>
    public static DemoKeys? Read(string dataDirectory)
    {
        var path = Path.Combine(dataDirectory, FileName);
        return File.Exists(path) ? JsonSerializer.Deserialize<DemoKeys>(SecretFile.Read(path)) : null;
    }
}
