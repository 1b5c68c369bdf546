using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace PayGate.Api.Http;

/// <summary>
/// A request's parameters, read once and strictly, whatever their encoding: the query of GET, HEAD and DELETE, the body of all other
/// methods. They may hold card data: never log them.
/// </summary>
public sealed class RequestParams
{
    private RequestParams(HttpContext context, ParamValue root)
    {
        Method = context.Request.Method;
        Path = context.Request.PathBase.Value + context.Request.Path.Value?.TrimEnd('/');
        Root = root;
    }

    public string Method { get; }

    public string Path { get; }

    /// <summary>Always a group.</summary>
    public ParamValue Root { get; }

    /// <summary>
    /// Members that the pipeline itself has consumed, such as <c>client_secret</c>, and that are therefore not unknown to an endpoint.
    /// </summary>
    internal HashSet<string> Consumed { get; } = new(StringComparer.Ordinal);

    /// <summary>
    /// Reads the request at the first call and answers the same afterwards. Refusals: <c>unsupported_media_type</c>, <c>body_too_large</c>,
    /// <c>json_invalid</c>, <c>json_duplicate_member</c>, <c>json_too_deep</c>, and the <c>parameter_…</c> codes for names, counts and
    /// characters.
    /// </summary>
    public static async ValueTask<Outcome<RequestParams>> Read(HttpContext context)
    {
        if (context.Features.Get<RequestParams>() is { } known)
        {
            return known;
        }

        var root = ReadsQuery(context.Request.Method) ? await ReadQuery(context) : await ReadBody(context);
        if (!root.IsSuccess)
        {
            return root.Refusal;
        }

        var request = new RequestParams(context, root.Value);
        context.Features.Set(request);
        return request;
    }

    /// <summary>A binder over the root; each call starts afresh.</summary>
    public ParamBinder Bind(DateTimeOffset now = default) => new(Root, Consumed, now);

    /// <summary>
    /// Method, path and parameters as bytes, equal for equal requests whatever their order and encoding. For the keyed hash of idempotency
    /// only: they hold the request in clear and must never be logged or stored.
    /// </summary>
    public byte[] Canonical() => CanonicalForm.Write(this);

    public override string ToString() => "RequestParams(***)";

    private static bool ReadsQuery(string method) =>
        HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsDelete(method);

    private static async ValueTask<Outcome<ParamValue>> ReadQuery(HttpContext context)
    {
        using var body = await RequestBody.Read(context);
        return body is not { Bytes.IsEmpty: true }
            ? new Refusal(
                "parameter_unknown", "Requests with GET and DELETE carry their parameters in the query; their body must be empty.")
            : ParseQuery(context);
    }

    private static Outcome<ParamValue> ParseQuery(HttpContext context)
    {
        var query = context.Request.QueryString.Value;
        return FormParams.Read(string.IsNullOrEmpty(query) ? [] : Encoding.UTF8.GetBytes(query, 1, query.Length - 1));
    }

    private static async ValueTask<Outcome<ParamValue>> ReadBody(HttpContext context)
    {
        if (ParseQuery(context) is var query && !query.IsSuccess)
        {
            return query;
        }

        if (query.Value.Members.Keys.FirstOrDefault() is { } name)
        {
            return new Refusal(
                "parameter_unknown", "The parameters of this method belong in the body, not in the URL.", ParamNames.ForEcho(name));
        }

        if (MediaOf(context.Request) is not { } media)
        {
            return new Refusal(
                "unsupported_media_type",
                "Send application/x-www-form-urlencoded or application/json in UTF-8, without a Content-Encoding.");
        }

        using var body = await RequestBody.Read(context);
        return (body, media) switch
        {
            (null, _) => new Refusal("body_too_large", $"A body has at most {ParamLimits.BodyBytesMax} bytes."),
            ({ Bytes.IsEmpty: true }, _) => ParamValue.NewGroup(isForm: true),
            (_, Media.None) => new Refusal("unsupported_media_type", "A body needs a Content-Type."),
            (_, Media.Json) => JsonParams.Read(body.Bytes),
            _ => FormParams.Read(body.Bytes),
        };
    }

    private static Media? MediaOf(HttpRequest request)
    {
        if (request.Headers.ContentEncoding.Count > 0 || request.Headers.ContentType.Count > 1)
        {
            return null;
        }

        if (string.IsNullOrEmpty(request.ContentType))
        {
            return Media.None;
        }

        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || (type.Charset.HasValue && !HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase)))
        {
            return null;
        }

        return type.MediaType.Value switch
        {
            { } form when form.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) => Media.Form,
            { } json when json.Equals("application/json", StringComparison.OrdinalIgnoreCase) => Media.Json,
            _ => null,
        };
    }

    private enum Media
    {
        None,
        Form,
        Json,
    }
}
