using System.Text.Json;
using System.Text.Json.Serialization;

namespace PayGate.Wire.V1;

/// <summary>A reference that shows as an id, or as the whole object where the request asked to expand it.</summary>
[JsonConverter(typeof(ExpandableJsonConverter))]
public readonly record struct Expandable(string? Id, object? Object = null)
{
    public static implicit operator Expandable(string? id) => new(id);
}

/// <summary>Writes the object if there is one, else the id, else null. Answers are only written, never read back.</summary>
public sealed class ExpandableJsonConverter : JsonConverter<Expandable>
{
    public override Expandable Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Answers are not read back.");

    public override void Write(Utf8JsonWriter writer, Expandable value, JsonSerializerOptions options)
    {
        if (value.Object is { } expanded)
        {
            JsonSerializer.Serialize(writer, expanded, options.GetTypeInfo(expanded.GetType()));
        }
        else
        {
            writer.WriteStringValue(value.Id);
        }
    }
}
