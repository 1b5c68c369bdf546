using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using PayGate.Customers;
using PayGate.Grains.Journal;

namespace PayGate.Grains.Customers;

/// <summary>The stored names and JSON form of a customer's facts.</summary>
public static class CustomerFacts
{
    private static readonly CustomerFactJson Json = new(StoredText.OptionsOf(CustomerFactJson.Default));

    private static readonly FactCatalog<CustomerEvent> Catalog = new("a customer", new Dictionary<string, JsonTypeInfo>
    {
        ["customer.created"] = Json.CustomerCreated,
        ["customer.updated"] = Json.CustomerUpdated,
        ["customer.deleted"] = Json.CustomerDeleted,
        ["customer.erasure_ordered"] = Json.CustomerErasureOrdered,
        ["customer.erased"] = Json.CustomerErased,
        ["customer.method_offered"] = Json.CustomerMethodOffered,
        ["customer.methods_detached"] = Json.CustomerMethodsDetached,
    });

    public static string NameOf(CustomerEvent fact) => Catalog.NameOf(fact);

    public static string Write(CustomerEvent fact) => Catalog.Write(fact);

    /// <param name="name">As stored.</param>
    /// <param name="data">As stored.</param>
    /// <param name="details">What stands beside the fact, if anything still does.</param>
    public static CustomerEvent Read(string name, string data, string? details)
    {
        var fact = Catalog.Read(name, data);
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
[JsonSerializable(typeof(CustomerErasureOrdered))]
[JsonSerializable(typeof(CustomerErased))]
[JsonSerializable(typeof(CustomerMethodOffered))]
[JsonSerializable(typeof(CustomerMethodsDetached))]
internal sealed partial class CustomerFactJson : JsonSerializerContext;
