using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using PayGate.Customers;

namespace PayGate.Grains.Customers;

/// <summary>The stored names and JSON form of a customer's facts.</summary>
public static class CustomerFacts
{
    private static readonly CustomerFactJson Json = new(StoredText.OptionsOf(CustomerFactJson.Default));

    private static readonly Dictionary<string, JsonTypeInfo> ByName = new(StringComparer.Ordinal)
    {
        ["customer.created"] = Json.CustomerCreated,
        ["customer.updated"] = Json.CustomerUpdated,
        ["customer.deleted"] = Json.CustomerDeleted,
        ["customer.methods_detached"] = Json.CustomerMethodsDetached,
    };

    private static readonly Dictionary<Type, string> Names = ByName.ToDictionary(pair => pair.Value.Type, pair => pair.Key);

    public static string NameOf(CustomerEvent fact) => Names[fact.GetType()];

    public static string Write(CustomerEvent fact) => JsonSerializer.Serialize(fact, ByName[NameOf(fact)]);

    /// <param name="name">As stored.</param>
    /// <param name="data">As stored.</param>
    /// <param name="details">What stands beside the fact, if anything still does.</param>
    public static CustomerEvent Read(string name, string data, string? details)
    {
        var fact = ByName.TryGetValue(name, out var type)
            ? (CustomerEvent)JsonSerializer.Deserialize(data, type)!
            : throw new JsonException($"No fact of a customer is called '{name}'.");
        return details is null ? fact : fact with { Details = CustomerStorage.ReadDetails(details) };
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(CustomerCreated))]
[JsonSerializable(typeof(CustomerUpdated))]
[JsonSerializable(typeof(CustomerDeleted))]
[JsonSerializable(typeof(CustomerMethodsDetached))]
internal sealed partial class CustomerFactJson : JsonSerializerContext;
