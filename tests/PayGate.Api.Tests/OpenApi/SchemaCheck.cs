using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PayGate.Api.Tests.OpenApi;

/// <summary>
/// Validates values against the part of JSON Schema (draft 2020-12) that the document uses. A keyword that is not known here throws, so that nothing goes
/// unchecked in silence.
/// </summary>
internal sealed class SchemaCheck(JsonObject document)
{
    private static readonly HashSet<string> Annotations = ["description", "examples", "example", "format", "summary"];

    /// <summary>What is wrong, each with its place; empty when the value is valid.</summary>
    public IReadOnlyList<string> Problems(JsonNode? value, JsonObject schema, string place = "$") =>
        [.. schema.Where(keyword => !Annotations.Contains(keyword.Key)).SelectMany(keyword => Apply(keyword.Key, keyword.Value, value, schema, place))];

    /// <summary>The object that a reference of the document leads to.</summary>
    public JsonObject Follow(JsonObject node) => node["$ref"] is { } reference
        ? (JsonObject)reference.GetValue<string>().Split('/').Skip(1).Aggregate((JsonNode)document, (current, name) => current[name]!)
        : node;

    private IEnumerable<string> Apply(string keyword, JsonNode? rule, JsonNode? value, JsonObject schema, string place) => keyword switch
    {
        "$ref" => Problems(value, Follow(schema), place),
        "type" => Check(Types(rule!).Any(type => IsOf(type, value)), place, $"is not {rule!.ToJsonString()}"),
        "enum" => Check(rule!.AsArray().Any(word => JsonNode.DeepEquals(word, value)), place, $"{value?.ToJsonString()} is none of the words"),
        "properties" => rule!.AsObject().Where(member => value is JsonObject there && there.ContainsKey(member.Key))
            .SelectMany(member => Problems(value![member.Key], (JsonObject)member.Value!, $"{place}.{member.Key}")),
        "required" => rule!.AsArray().Select(name => name!.GetValue<string>())
            .Where(name => value is JsonObject there && !there.ContainsKey(name)).Select(name => $"{place}.{name} is missing"),
        "additionalProperties" => Additional(rule!, value, schema, place),
        "propertyNames" => Members(value).SelectMany(member => Problems(JsonValue.Create(member.Key), (JsonObject)rule!, place)),
        "items" => (value as JsonArray ?? []).SelectMany((item, index) => Problems(item, (JsonObject)rule!, $"{place}[{index}]")),
        "anyOf" => Check(Matches(rule!, value, place) > 0, place, "fits none of the shapes: " + string.Join("; ", Reasons(rule!, value, place))),
        "oneOf" => Check(Matches(rule!, value, place) == 1, place, "does not fit exactly one of the shapes"),
        "allOf" => rule!.AsArray().SelectMany(part => Problems(value, (JsonObject)part!, place)),
        "not" => Check(Problems(value, (JsonObject)rule!, place).Count > 0, place, "fits what it must not"),
        "pattern" => Check(!IsText(value, out var text) || Regex.IsMatch(text, rule!.GetValue<string>()), place, $"does not match {rule}"),
        "minLength" => Check(!IsText(value, out var text) || text.Length >= Number(rule), place, "is too short"),
        "maxLength" => Check(!IsText(value, out var text) || text.EnumerateRunes().Count() <= Number(rule), place, "is too long"),
        "minimum" => Check(!IsOf("number", value) || Number(value) >= Number(rule), place, "is too small"),
        "maximum" => Check(!IsOf("number", value) || Number(value) <= Number(rule), place, "is too large"),
        "maxItems" => Check(value is not JsonArray array || array.Count <= Number(rule), place, "has too many elements"),
        "maxProperties" => Check(Members(value).Count() <= Number(rule), place, "has too many members"),
        _ => throw new NotSupportedException($"The check does not know the keyword {keyword}."),
    };

    private IEnumerable<string> Additional(JsonNode rule, JsonNode? value, JsonObject schema, string place)
    {
        var known = schema["properties"] as JsonObject ?? [];
        foreach (var (name, member) in Members(value).Where(member => !known.ContainsKey(member.Key)))
        {
            var problems = rule is JsonObject free ? Problems(member, free, $"{place}.{name}")
                : rule.GetValue<bool>() ? [] : [$"{place}.{name} is not documented"];
            foreach (var problem in problems)
            {
                yield return problem;
            }
        }
    }

    private int Matches(JsonNode choices, JsonNode? value, string place) =>
        choices.AsArray().Count(choice => Problems(value, (JsonObject)choice!, place).Count == 0);

    private IEnumerable<string> Reasons(JsonNode choices, JsonNode? value, string place) =>
        choices.AsArray().SelectMany(choice => Problems(value, (JsonObject)choice!, place));

    private static IEnumerable<string> Check(bool holds, string place, string problem) => holds ? [] : [$"{place} {problem}"];

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Members(JsonNode? value) => value as JsonObject ?? [];

    private static IEnumerable<string> Types(JsonNode rule) =>
        rule is JsonArray several ? several.Select(type => type!.GetValue<string>()) : [rule.GetValue<string>()];

    private static bool IsText(JsonNode? value, out string text)
    {
        text = value?.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : "";
        return value?.GetValueKind() == JsonValueKind.String;
    }

    private static decimal Number(JsonNode? value) => decimal.Parse(value!.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture);

    private static bool IsOf(string type, JsonNode? value) => (type, value?.GetValueKind() ?? JsonValueKind.Null) switch
    {
        ("null", JsonValueKind.Null) => true,
        ("string", JsonValueKind.String) => true,
        ("boolean", JsonValueKind.True or JsonValueKind.False) => true,
        ("number", JsonValueKind.Number) => true,
        ("integer", JsonValueKind.Number) => decimal.IsInteger(Number(value)),
        ("array", JsonValueKind.Array) => true,
        ("object", JsonValueKind.Object) => true,
        _ => false,
    };
}
