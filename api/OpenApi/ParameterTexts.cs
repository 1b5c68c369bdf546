using System.Reflection;
using System.Text.Json.Nodes;
using PayGate.Api.Http;

namespace PayGate.Api.OpenApi;

/// <summary>
/// What parameters mean, and an example of each: from <c>Texts/parameters.json</c>, by the parameter's name.
/// <c>payment_method_data[card][number]</c> is looked up as it is, then as <c>card[number]</c>, then as <c>number</c>.
/// </summary>
internal sealed class ParameterTexts
{
    private readonly JsonObject _texts = Embedded("Texts.parameters.json");
    private readonly JsonObject _examples = Embedded("Texts.requests.json");

    /// <summary>Bodies to try an operation with, by title; null when it has none.</summary>
    public JsonObject? ExamplesOf(string operationId) => _examples[operationId]?.DeepClone() as JsonObject;

    /// <summary>What a part of a path means, from the entry of its name in braces; null for one that is the id of an object, as most are.</summary>
    public string? OfPath(string name) => Find($"{{{name}}}").Text;

    /// <summary>Adds descriptions and examples to all members of a schema.</summary>
    public JsonObject Describe(JsonObject schema, string? name = null)
    {
        if (name is not null)
        {
            var (text, example) = Find(name);
            if (text is not null)
            {
                schema["description"] = text;
            }

            if (example is not null && schema["type"]?.ToString() is "string" or "integer" or "boolean")
            {
                schema["examples"] = new JsonArray(example.DeepClone());
            }
        }

        if (schema["properties"] is JsonObject members)
        {
            foreach (var (member, value) in members)
            {
                Describe((JsonObject)value!, ParamNames.Join(name, member));
            }
        }

        foreach (var choice in schema["anyOf"] as JsonArray ?? [])
        {
            if (choice?["properties"] is JsonObject)
            {
                Describe((JsonObject)choice, name);
            }
        }

        return schema;
    }

    public static JsonObject Embedded(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"PayGate.Api.OpenApi.{name}")
            ?? throw new InvalidOperationException($"The resource {name} is not part of the build.");
        return JsonNode.Parse(stream)!.AsObject();
    }

    private (string? Text, JsonNode? Example) Find(string name)
    {
        for (var rest = name; ; rest = Inner(rest))
        {
            if (_texts[rest] is JsonArray entry)
            {
                return (entry[0]!.GetValue<string>(), entry.Count > 1 ? entry[1] : null);
            }

            if (!rest.Contains('[', StringComparison.Ordinal))
            {
                return (null, null);
            }
        }
    }

    /// <summary><c>a[b][c]</c> gives <c>b[c]</c>.</summary>
    private static string Inner(string name)
    {
        var open = name.IndexOf('[', StringComparison.Ordinal);
        var close = name.IndexOf(']', StringComparison.Ordinal);
        return name[(open + 1)..close] + name[(close + 1)..];
    }
}
