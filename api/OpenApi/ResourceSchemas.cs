using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using PayGate.Api.Http;

namespace PayGate.Api.OpenApi;

/// <summary>
/// The JSON Schemas of resources, from their records: names as <see cref="WireJson"/> writes them, what may be null, which words there are,
/// and no member besides. Descriptions are the records' own.
/// </summary>
internal sealed class ResourceSchemas(RecordTexts texts)
{
    private readonly NullabilityInfoContext _nullability = new();
    private readonly SortedDictionary<string, JsonNode?> _components = new(StringComparer.Ordinal);

    /// <summary>The schemas that were asked for, and those they refer to.</summary>
    public JsonObject Components() => new(_components.Select(component => KeyValuePair.Create(component.Key, component.Value?.DeepClone())));

    /// <summary>A reference to the schema of a resource, for example <c>#/components/schemas/payment_intent</c>.</summary>
    public JsonObject Reference(Type resource)
    {
        var name = NameOf(resource);
        // Entered before its members are looked at: resources refer to each other in circles.
        if (_components.TryAdd(name, null))
        {
            _components[name] = Describe(resource);
        }

        return Reference(name);
    }

    /// <summary>A reference to a schema that comes from elsewhere.</summary>
    public JsonObject Reference(string name, JsonObject schema)
    {
        _components[name] = schema;
        return Reference(name);
    }

    public static string NameOf(Type resource) =>
        Wire((resource.IsInterface ? resource.Name[1..] : resource.Name).Replace("Resource", "", StringComparison.Ordinal));

    private static JsonObject Reference(string name) => new() { ["$ref"] = "#/components/schemas/" + name };

    private JsonObject Describe(Type resource)
    {
        if (resource.GetCustomAttribute<ShapesAttribute>() is { } either)
        {
            return Described(texts.Of(resource), Any([.. either.Shapes.Select(Reference)]));
        }

        var members = resource.GetProperties(BindingFlags.Public | BindingFlags.Instance);
        return Described(texts.Of(resource), new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject(members.Select(member => KeyValuePair.Create(
                Wire(member.Name), (JsonNode?)Described(texts.Of(member), Member(member))))),
            ["required"] = ParamSchemas.Names(members
                .Where(member => member.GetCustomAttribute<JsonIgnoreAttribute>() is null).Select(member => Wire(member.Name))),
            ["additionalProperties"] = false,
        });
    }

    private JsonObject Member(PropertyInfo member)
    {
        var type = Nullable.GetUnderlyingType(member.PropertyType) ?? member.PropertyType;
        // A member that is left out when null is never null.
        var mayBeNull = member.GetCustomAttribute<JsonIgnoreAttribute>() is null
            && (type != member.PropertyType || _nullability.Create(member).ReadState == NullabilityState.Nullable);
        var shapes = member.GetCustomAttribute<ShapesAttribute>()?.Shapes ?? [];
        if (type == typeof(Expandable))
        {
            return Any([Scalar("string", true), .. shapes.Select(Reference)]);
        }

        if (type == typeof(object))
        {
            return shapes.Count > 0 ? Any([.. shapes.Select(Reference)]) : new JsonObject { ["type"] = "null" };
        }

        return member.GetCustomAttribute<WordsAttribute>() is { } words ? Words(words.Words, mayBeNull) : Value(type, mayBeNull);
    }

    private JsonObject Value(Type type, bool mayBeNull) => type switch
    {
        _ when type == typeof(string) => Scalar("string", mayBeNull),
        _ when type == typeof(bool) => Scalar("boolean", mayBeNull),
        _ when type == typeof(long) || type == typeof(int) => Scalar("integer", mayBeNull),
        _ when type == typeof(decimal) => Scalar("number", mayBeNull),
        { IsGenericType: true } when type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) =>
            new JsonObject { ["type"] = "array", ["items"] = Value(type.GenericTypeArguments[0], false) },
        { IsGenericType: true } when type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>) =>
            new JsonObject { ["type"] = "object", ["additionalProperties"] = Free(type.GenericTypeArguments[1]) },
        _ => mayBeNull ? Any([Reference(type), new JsonObject { ["type"] = "null" }]) : Reference(type),
    };

    private JsonNode Free(Type type) => type == typeof(object) ? JsonValue.Create(true) : Value(type, false);

    private static JsonObject Scalar(string type, bool mayBeNull) =>
        new() { ["type"] = mayBeNull ? new JsonArray(type, "null") : JsonValue.Create(type) };

    private static JsonObject Words(IReadOnlyList<string> words, bool mayBeNull)
    {
        var schema = Scalar("string", mayBeNull);
        var all = ParamSchemas.Names(words);
        if (mayBeNull)
        {
            all.Add(null);
        }

        schema["enum"] = all;
        return schema;
    }

    private static JsonObject Any(JsonObject[] choices) =>
        choices is [var only] ? only : new JsonObject { ["anyOf"] = new JsonArray([.. choices]) };

    private static JsonObject Described(string? text, JsonObject schema)
    {
        if (text is not null)
        {
            schema["description"] = text;
        }

        return schema;
    }

    private static string Wire(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
}
