using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using PayGate.ExchangeRates;

namespace PayGate.Grains.ExchangeRates;

/// <summary>
/// A source's answer: <c>{"base":"mad","as_of":"2030-01-07T09:00:00Z","rates":{"usd":"10.00","eur":"11.00"}}</c>. A rate is what one major unit of the currency is worth
/// in the base, as a decimal string of at most 8 decimals.
/// </summary>
public sealed record RateDocument
{
    /// <summary>More than any document of all currencies in use.</summary>
    public const int BytesMax = 64 * 1024;

    /// <summary>ISO 4217 has fewer.</summary>
    private const int RatesMax = 200;

    /// <summary>Why there is nothing to read; null where there is.</summary>
    public string? Fault { get; init; }

    /// <summary>The instant that the rates are of; null for now, as the built-in ones are.</summary>
    public DateTimeOffset? AsOf { get; init; }

    /// <summary>By lower-case currency code.</summary>
    public ImmutableSortedDictionary<string, decimal> Rates { get; init; } = ImmutableSortedDictionary<string, decimal>.Empty;

    /// <summary>Entries that are no rate of a currency, in words.</summary>
    public ImmutableArray<string> Malformed { get; init; } = [];

    public static RateDocument Unreadable(string fault) => new() { Fault = fault };

    /// <summary>Reads a document; what cannot be understood as a whole is a fault, a single bad entry is not.</summary>
    public static RateDocument Parse(ReadOnlyMemory<byte> json)
    {
        if (json.Length > BytesMax)
        {
            return Unreadable($"the document is larger than {BytesMax} bytes");
        }

        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 8 });
            return Parse(document.RootElement);
        }
        catch (JsonException)
        {
            return Unreadable("the document is not JSON, or has a member twice");
        }
    }

    private static RateDocument Parse(JsonElement root)
    {
        if (TextOf(root, "base") is not { } code || !Currency.TryParse(code, out var currency) || currency != RateSheet.Base)
        {
            return Unreadable($"the member base is not \"{RateSheet.Base}\"");
        }

        if (TextOf(root, "as_of") is not { } text || !DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var asOf))
        {
            return Unreadable("the member as_of is not an instant of ISO 8601");
        }

        if (!root.TryGetProperty("rates", out var rates) || rates.ValueKind != JsonValueKind.Object || rates.GetPropertyCount() > RatesMax)
        {
            return Unreadable($"the member rates is not an object of at most {RatesMax} currencies");
        }

        var found = ImmutableSortedDictionary.CreateBuilder<string, decimal>(StringComparer.Ordinal);
        var malformed = ImmutableArray.CreateBuilder<string>();
        foreach (var entry in rates.EnumerateObject())
        {
            if (!Currency.TryParse(entry.Name, out var known) || known == RateSheet.Base)
            {
                malformed.Add($"'{Short(entry.Name)}' is no other currency of ISO 4217");
            }
            else if (entry.Value.ValueKind != JsonValueKind.String || !TryParseRate(entry.Value.GetString()!, out var rate))
            {
                malformed.Add($"{known}: {RateBounds}");
            }
            else if (!found.TryAdd(known.Code, rate))
            {
                malformed.Add($"{known} is there twice");
            }
        }

        return new RateDocument { AsOf = asOf, Rates = found.ToImmutable(), Malformed = malformed.ToImmutable() };
    }

    /// <summary>What a rate is, for people.</summary>
    public static readonly string RateBounds = string.Create(
        CultureInfo.InvariantCulture, $"a rate is a decimal string of at most {RateSheet.Decimals} decimals from {RateSheet.Minimum} to {RateSheet.Maximum}");

    /// <summary>Digits with a point between them, without sign, exponent or separators, within the bounds of a rate.</summary>
    public static bool TryParseRate(string text, out decimal rate) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out rate)
        && char.IsAsciiDigit(text[0]) && char.IsAsciiDigit(text[^1])
        && rate is >= RateSheet.Minimum and <= RateSheet.Maximum
        && decimal.Round(rate, RateSheet.Decimals, MidpointRounding.ToZero) == rate;

    private static string? TextOf(JsonElement root, string name) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;

    /// <summary>What a source sends goes into a log and a stored reason: short, and without control characters.</summary>
    private static string Short(string text) => new([.. text.Take(12).Where(char.IsAsciiLetterOrDigit)]);
}
