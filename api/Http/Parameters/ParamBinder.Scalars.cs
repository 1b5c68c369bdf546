using System.Globalization;

namespace PayGate.Api.Http;

/// <summary>Numbers, booleans, instants and words of a closed list.</summary>
public sealed partial class ParamBinder
{
    private const string IntegerCode = "parameter_invalid_integer";

    /// <summary>The last second of the year 9999, the end of .NET's calendar.</summary>
    private const long UnixSecondsMax = 253_402_300_799;

    /// <summary>
    /// A whole number: in a form ASCII decimal digits only, in JSON a number without sign, fraction and exponent; within 64 bits and the
    /// bounds. 0 when missing or wrong.
    /// </summary>
    public long RequiredInteger(string name, long minimum = 0, long maximum = long.MaxValue) => Integer(name, true, minimum, maximum) ?? 0;

    /// <inheritdoc cref="RequiredInteger"/>
    public long? OptionalInteger(string name, long minimum = 0, long maximum = long.MaxValue) => Integer(name, false, minimum, maximum);

    /// <summary>As <see cref="OptionalInteger"/>, telling "unset it" from "leave it".</summary>
    public IntegerPatch PatchInteger(string name, long minimum = 0, long maximum = long.MaxValue) =>
        Integer(name, false, minimum, maximum) is { } number ? new IntegerPatch(number) : IsUnset(name) ? new IntegerPatch(null) : default;

    /// <summary>An instant in Unix seconds.</summary>
    public DateTimeOffset? OptionalTimestamp(string name) =>
        Integer(name, false, 0, UnixSecondsMax) is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    /// <summary><c>true</c> or <c>false</c>, in JSON only the literals; in forms also as Python writes them.</summary>
    public bool? OptionalBoolean(string name)
    {
        if (_notes is not null)
        {
            _notes.Add(name, false, ParamSchemas.Boolean());
            return true;
        }

        switch (Given(name, false))
        {
            case null:
                return null;
            case { Kind: ParamKind.JsonBoolean or ParamKind.FormText, Text: "true" } or { Kind: ParamKind.FormText, Text: "True" }:
                return true;
            case { Kind: ParamKind.JsonBoolean or ParamKind.FormText, Text: "false" } or { Kind: ParamKind.FormText, Text: "False" }:
                return false;
            default:
                Refuse(name, "parameter_invalid_type", "The parameter must be true or false.");
                return null;
        }
    }

    /// <summary>One of the words, compared exactly.</summary>
    public string? OptionalEnum(string name, params ReadOnlySpan<string> words) => Word(name, false, words);

    /// <inheritdoc cref="OptionalEnum"/>
    public string RequiredEnum(string name, params ReadOnlySpan<string> words) => Word(name, true, words) ?? "";

    /// <summary>An ISO 4217 code in either case. US dollars when missing or wrong.</summary>
    public Currency RequiredCurrency(string name) => CurrencyCode(name, true) ?? Currency.Usd;

    /// <summary>An ISO 4217 code in either case.</summary>
    public Currency? OptionalCurrency(string name) => CurrencyCode(name, false);

    private Currency? CurrencyCode(string name, bool isRequired)
    {
        var code = Text(name, isRequired, 255, isMultiline: false, allowCardNumbers: false);
        _notes?.Add(name, isRequired, ParamSchemas.Currency());
        if (Currency.TryParse(code ?? "", out var currency))
        {
            return currency;
        }

        if (code is { Length: > 0 })
        {
            Refuse(name, "currency_invalid", "Currencies are ISO 4217 codes, for example usd.");
        }

        return null;
    }

    private long? Integer(string name, bool isRequired, long minimum, long maximum)
    {
        _notes?.Add(name, isRequired, ParamSchemas.Integer(minimum, maximum));
        if (Given(name, isRequired) is not { } value)
        {
            return null;
        }

        // Without a style and a culture only ASCII digits are a number: no sign, no white space, no exponent.
        if (value.Kind is not (ParamKind.FormText or ParamKind.JsonNumber)
            || !long.TryParse(value.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            Refuse(name, IntegerCode, "The parameter must be a whole number in decimal digits, without sign, fraction or exponent.");
            return null;
        }

        if (number < minimum || number > maximum)
        {
            Refuse(name, IntegerCode, $"The parameter must be at least {minimum} and at most {maximum}.");
            return null;
        }

        return number;
    }

    private string? Word(string name, bool isRequired, ReadOnlySpan<string> words)
    {
        var given = Text(name, isRequired, 200, isMultiline: false, allowCardNumbers: false);
        _notes?.Add(name, isRequired, ParamSchemas.Words(words));
        if (given is not { } text)
        {
            return null;
        }

        if (words.IndexOf(text) is >= 0 and var index)
        {
            return words[index];
        }

        Refuse(name, "parameter_invalid_string", $"The parameter must be one of: {string.Join(", ", words.ToArray())}.");
        return null;
    }
}
