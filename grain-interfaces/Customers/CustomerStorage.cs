using System.Text.Json;
using System.Text.Json.Serialization;

namespace PayGate.Customers;

/// <summary>
/// The stored forms of a customer: versioned JSON, written by the silo and read by the silo and by the API's lists, and the details that stand beside facts.
/// Members may be added; anything else needs a new version with a reader for the old one.
/// </summary>
public static class CustomerStorage
{
    private const int CurrentVersion = 1;

    private static readonly CustomerJson Json = new(StoredText.OptionsOf(CustomerJson.Default));

    public static byte[] Write(Customer customer) =>
        JsonSerializer.SerializeToUtf8Bytes(new StoredCustomer { V = CurrentVersion, Customer = customer }, Json.StoredCustomer);

    public static Customer Read(ReadOnlySpan<byte> json)
    {
        var stored = JsonSerializer.Deserialize(json, Json.StoredCustomer);
        return stored is { V: CurrentVersion, Customer: { } customer }
            ? customer
            : throw new JsonException($"A stored customer has version {stored?.V}; this build reads {CurrentVersion}.");
    }

    public static string WriteDetails(CustomerDetails details) => JsonSerializer.Serialize(details, Json.CustomerDetails);

    public static CustomerDetails ReadDetails(string json) => JsonSerializer.Deserialize(json, Json.CustomerDetails)!;
}

internal sealed record StoredCustomer
{
    public required int V { get; init; }

    public required Customer Customer { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(StoredCustomer))]
[JsonSerializable(typeof(CustomerDetails))]
internal sealed partial class CustomerJson : JsonSerializerContext;
