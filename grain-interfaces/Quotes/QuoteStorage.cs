using System.Text.Json.Serialization;
using PayGate.Storage;

namespace PayGate.Quotes;

/// <summary>
/// The stored form of a quote: versioned JSON, written by the silo and read by the silo and by the API. Members may be added; anything else needs a new version with a reader
/// for the old one.
/// </summary>
public static class QuoteStorage
{
    private static readonly QuoteJson Json = new(StoredText.OptionsOf(QuoteJson.Default));

    private static readonly StoredForm<Quote> Form = new("a quote", "quote", Json.Quote);

    public static byte[] Write(Quote quote) => Form.Write(quote);

    public static Quote Read(ReadOnlySpan<byte> json) => Form.Read(json);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    Converters = [typeof(MoneyJsonConverter), typeof(CurrencyJsonConverter)])]
[JsonSerializable(typeof(Quote))]
internal sealed partial class QuoteJson : JsonSerializerContext;
