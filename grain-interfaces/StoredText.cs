using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PayGate;

/// <summary>How JSON is written that is stored and never meets HTML: without escapes that RFC 8259, section 7, does not require.</summary>
public static class StoredText
{
    /// <summary>The options of a generated context, for a context of the same type.</summary>
    public static JsonSerializerOptions OptionsOf(JsonSerializerContext context) => new(context.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
