using System.Text.Json;
using System.Text.Json.Serialization;
using PayGate.Storage;

namespace PayGate.Customers;

/// <summary>
/// The stored forms of a customer: versioned JSON, written by the silo and read by the silo and by the API's lists, and the details that stand beside facts.
/// Members may be added; anything else needs a new version with a reader for the old one.
/// </summary>
public static class CustomerStorage
{
    private static readonly CustomerJson Json = new(StoredText.OptionsOf(CustomerJson.Default));

    private static readonly StoredForm<Customer> Form = new("a customer", "customer", Json.Customer);

    public static byte[] Write(Customer customer) => Form.Write(customer);

    public static Customer Read(ReadOnlySpan<byte> json) => Form.Read(json);

    public static string WriteDetails(CustomerDetails details) => JsonSerializer.Serialize(details, Json.CustomerDetails);

    public static CustomerDetails ReadDetails(string json) => JsonSerializer.Deserialize(json, Json.CustomerDetails)!;
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(Customer))]
[JsonSerializable(typeof(CustomerDetails))]
internal sealed partial class CustomerJson : JsonSerializerContext;
