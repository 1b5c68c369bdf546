using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using PayGate.Cards;

namespace PayGate.EncryptionKeys;

/// <summary>The text of <c>api-secrets.json</c>, by which the silo hands the API its secrets when the two run in separate processes.</summary>
public sealed record ApiSecretsDocument
{
    public const int CurrentFormat = 1;

    public required int Format { get; init; }

    /// <summary>Base64 keys by version.</summary>
    public required Dictionary<string, string> TransportKeys { get; init; }

    public required string ClientSecretKey { get; init; }

    public required string RequestHashKey { get; init; }

    public static byte[] Write(ApiSecrets secrets) => JsonSerializer.SerializeToUtf8Bytes(
        new ApiSecretsDocument
        {
            Format = CurrentFormat,
            TransportKeys = secrets.TransportKeys.All.ToDictionary(
                pair => pair.Key.ToString(CultureInfo.InvariantCulture), pair => Convert.ToBase64String(pair.Value)),
            ClientSecretKey = Convert.ToBase64String(secrets.ClientSecretKey),
            RequestHashKey = Convert.ToBase64String(secrets.RequestHashKey),
        },
        ApiSecretsJson.Default.ApiSecretsDocument);

    /// <exception cref="FormatException">The text is not such a document; the message says what to do.</exception>
    public static ApiSecrets Read(ReadOnlySpan<byte> text)
    {
        try
        {
            var document = JsonSerializer.Deserialize(text, ApiSecretsJson.Default.ApiSecretsDocument);
            if (document is { Format: CurrentFormat })
            {
                var transport = document.TransportKeys.ToDictionary(
                    pair => int.Parse(pair.Key, NumberStyles.None, CultureInfo.InvariantCulture), pair => Convert.FromBase64String(pair.Value));
                return new ApiSecrets(
                    new TransportKeys(transport), Convert.FromBase64String(document.ClientSecretKey), Convert.FromBase64String(document.RequestHashKey));
            }
        }
        catch (Exception exception) when (exception is JsonException or FormatException or ArgumentException or OverflowException)
        {
            throw new FormatException(Unreadable, exception);
        }

        throw new FormatException(Unreadable);
    }

    public override string ToString() => "ApiSecretsDocument(***)";

    private const string Unreadable = "The API's secrets cannot be read: delete the file and start a silo, which writes it anew.";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(ApiSecretsDocument))]
internal sealed partial class ApiSecretsJson : JsonSerializerContext;
