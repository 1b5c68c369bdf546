using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PayGate;

/// <summary>Money in stored JSON: <c>"999 usd"</c>. The public wire shows amount and currency apart and does not use this.</summary>
public sealed class MoneyJsonConverter : JsonConverter<Money>
{
    public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.GetString() ?? throw new JsonException("An amount cannot be null here.");
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        return space > 0 && long.TryParse(text.AsSpan(0, space), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var minorUnits)
            ? new Money(minorUnits, Currency.Parse(text[(space + 1)..]))
            : throw new JsonException($"'{text}' is not an amount.");
    }

    public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options) =>
        writer.WriteStringValue(string.Create(CultureInfo.InvariantCulture, $"{value.MinorUnits} {value.Currency.Code}"));
}

/// <summary>A currency in stored JSON: its lower-case code.</summary>
public sealed class CurrencyJsonConverter : JsonConverter<Currency>
{
    public override Currency Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Currency.Parse(reader.GetString() ?? throw new JsonException("A currency cannot be null here."));

    public override void Write(Utf8JsonWriter writer, Currency value, JsonSerializerOptions options) => writer.WriteStringValue(value.Code);
}
