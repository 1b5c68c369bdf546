using System.Text.Json.Nodes;

namespace PayGate.Api.Http;

/// <summary>The JSON Schema (draft 2020-12) of each kind of parameter, and of a reader as a whole.</summary>
internal static class ParamSchemas
{
    /// <summary>What a reader takes: every member it may ask for, those required that it always requires.</summary>
    public static JsonObject Of(Action<ParamBinder> read) => ParamForks.Explore(read).Aggregate(Merge);

    public static JsonObject Integer(long minimum, long maximum)
    {
        var schema = new JsonObject { ["type"] = "integer", ["format"] = "int64", ["minimum"] = minimum };
        if (maximum < long.MaxValue)
        {
            schema["maximum"] = maximum;
        }

        return schema;
    }

    public static JsonObject Boolean() => new() { ["type"] = "boolean" };

    public static JsonObject Text(int maxLength) => new() { ["type"] = "string", ["maxLength"] = maxLength };

    public static JsonObject Url(int maxLength) => new() { ["type"] = "string", ["format"] = "uri", ["maxLength"] = maxLength };

    public static JsonObject Currency() => new() { ["type"] = "string", ["pattern"] = "^[A-Za-z]{3}$" };

    public static JsonObject Words(ReadOnlySpan<string> words) => new() { ["type"] = "string", ["enum"] = Names(words.ToArray()) };

    public static JsonObject Metadata() => new()
    {
        ["type"] = "object",
        ["additionalProperties"] = Text(ParamLimits.MetadataValueLengthMax),
        ["maxProperties"] = MetadataPatch.KeysMax,
        ["propertyNames"] = new JsonObject { ["maxLength"] = ParamLimits.MetadataKeyLengthMax },
    };

    public static JsonObject ExactlyOne(ReadOnlySpan<string> names) => new() { ["oneOf"] = Each(names) };

    /// <summary>The members are named once more, because linters look for what is required in the same schema.</summary>
    public static JsonObject AtMostOne(ReadOnlySpan<string> names) => new()
    {
        ["not"] = new JsonObject
        {
            ["properties"] = new JsonObject(names.ToArray().Select(name => KeyValuePair.Create(name, (JsonNode?)new JsonObject()))),
            ["required"] = Names(names.ToArray()),
        },
    };

    public static JsonArray Names(IEnumerable<string> names) => [.. names.Select(name => (JsonNode)name)];

    private static JsonArray Each(ReadOnlySpan<string> names) =>
        [.. names.ToArray().Select(name => (JsonNode)new JsonObject { ["required"] = Names([name]) })];

    /// <summary>What either run takes. Groups that require other members in each run allow the one set or the other.</summary>
    private static JsonObject Merge(JsonObject one, JsonObject other)
    {
        if (JsonNode.DeepEquals(one, other))
        {
            return one;
        }

        if (!IsGroup(one) || !IsGroup(other))
        {
            return new JsonObject { ["anyOf"] = new JsonArray(one.DeepClone(), other.DeepClone()) };
        }

        var merged = (JsonObject)one.DeepClone();
        var members = (JsonObject)merged["properties"]!;
        foreach (var (name, schema) in (JsonObject)other["properties"]!)
        {
            members[name] = members[name] is JsonObject known ? Merge(known, (JsonObject)schema!).DeepClone() : schema!.DeepClone();
        }

        if (!JsonNode.DeepEquals(one["required"], other["required"]))
        {
            merged.Remove("required");
            merged["oneOf"] = new JsonArray(Requiring(one), Requiring(other));
        }

        return merged;
    }

    private static JsonObject Requiring(JsonObject group) => new() { ["required"] = group["required"]?.DeepClone() ?? new JsonArray() };

    private static bool IsGroup(JsonObject schema) => schema["properties"] is not null;
}
