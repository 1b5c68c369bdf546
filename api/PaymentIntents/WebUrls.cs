using PayGate.Api.Http;

namespace PayGate.Api.PaymentIntents;

/// <summary>URLs that a customer's browser is sent to.</summary>
internal static class WebUrls
{
    private const int LengthMax = 2048;

    /// <summary>Absolute http or https, with a host and without credentials; anything else is refused as <c>url_invalid</c>.</summary>
    public static string? Read(ParamBinder parameters, string name)
    {
        if (parameters.OptionalString(name, LengthMax) is not { } text)
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

        parameters.Refuse(name, "url_invalid", "Give an absolute http or https URL without credentials.");
        return null;
    }
}
