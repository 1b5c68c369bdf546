namespace PayGate.Api.Http;

/// <summary>Strings. Lengths count Unicode characters, not UTF-16 units.</summary>
public sealed partial class ParamBinder
{
    /// <summary>
    /// One line without control characters: an id, a code, a URL, a name. A card number in it is refused unless <paramref
    /// name="allowCardNumbers"/>. Empty when missing or wrong.
    /// </summary>
    public string RequiredString(string name, int maxLength, bool allowCardNumbers = false) =>
        Text(name, true, maxLength, isMultiline: false, allowCardNumbers) ?? "";

    /// <inheritdoc cref="RequiredString"/>
    public string? OptionalString(string name, int maxLength, bool allowCardNumbers = false) =>
        Text(name, false, maxLength, isMultiline: false, allowCardNumbers);

    /// <summary>As <see cref="OptionalText"/>; empty when missing or wrong.</summary>
    public string RequiredText(string name, int maxLength) => Text(name, true, maxLength, isMultiline: true, allowCardNumbers: false) ?? "";

    /// <summary>Free text; line breaks and tabs are allowed, other control characters are not. A card number in it is refused.</summary>
    public string? OptionalText(string name, int maxLength, bool allowCardNumbers = false) =>
        Text(name, false, maxLength, isMultiline: true, allowCardNumbers);

    /// <summary>
    /// A URL that a customer's browser is sent to: absolute http or https, with a host and without credentials; anything else is refused as
    /// <c>url_invalid</c>.
    /// </summary>
    public string? OptionalUrl(string name)
    {
        var given = OptionalString(name, ParamLimits.UrlLengthMax);
        _notes?.Add(name, false, ParamSchemas.Url(ParamLimits.UrlLengthMax));
        if (given is not { } text)
        {
            return null;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var url)
            && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp)
            && url is { Host.Length: > 0, UserInfo: "" }
            && text.All(character => character is > ' ' and not '\\'))
        {
            return text;
        }

        Refuse(name, "url_invalid", "Give an absolute http or https URL without credentials.");
        return null;
    }

    /// <summary>As <see cref="OptionalString"/>, telling "unset it" from "leave it".</summary>
    public Patch<string> PatchString(string name, int maxLength) => Patched(name, OptionalString(name, maxLength));

    /// <summary>As <see cref="OptionalText"/>, telling "unset it" from "leave it".</summary>
    public Patch<string> PatchText(string name, int maxLength) => Patched(name, OptionalText(name, maxLength));

    /// <summary>As <see cref="OptionalUrl"/>, telling "unset it" from "leave it".</summary>
    public Patch<string> PatchUrl(string name) => Patched(name, OptionalUrl(name));

    /// <summary>As <see cref="OptionalEnum"/>, telling "unset it" from "leave it".</summary>
    public Patch<string> PatchEnum(string name, params ReadOnlySpan<string> words) => Patched(name, OptionalEnum(name, words));

    private Patch<string> Patched(string name, string? text) =>
        text is not null || IsUnset(name) ? new Patch<string>(text) : default;

    private string? Text(string name, bool isRequired, int maxLength, bool isMultiline, bool allowCardNumbers)
    {
        _notes?.Add(name, isRequired, ParamSchemas.Text(maxLength));
        if (Given(name, isRequired) is not { } value)
        {
            return null;
        }

        if (value.Kind is not (ParamKind.FormText or ParamKind.JsonString))
        {
            Refuse(name, "parameter_invalid_type", "The parameter must be a string.");
            return null;
        }

        return IsFit(name, value.Text, maxLength, isMultiline, allowCardNumbers) ? value.Text : null;
    }

    private bool IsFit(string name, string text, int maxLength, bool isMultiline, bool allowCardNumbers)
    {
        if (text.Length > maxLength && text.EnumerateRunes().Count() > maxLength)
        {
            Refuse(name, "parameter_too_long", $"The parameter has at most {maxLength} characters.");
            return false;
        }

        if (text.Any(character => char.IsControl(character) && !(isMultiline && character is '\n' or '\r' or '\t')))
        {
            Refuse(name, "parameter_invalid_string", "The parameter holds a control character.");
            return false;
        }

        if (!allowCardNumbers && CardNumberScan.Contains(text))
        {
            Refuse(name, "sensitive_data_in_field", "The parameter seems to hold a card number, which this field must not carry.");
            return false;
        }

        return true;
    }
}
