using System.Collections.Frozen;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace PayGate.Api.Pages;

/// <summary>The front end's build on disk. Looked at on each request, so that a build made after the start is found.</summary>
public sealed class BuiltFiles(PagesOptions options, IWebHostEnvironment environment)
{
    private const string DefaultFolder = "checkout/dist";
    private const int NameLengthMax = 100;

    private static readonly FrozenDictionary<string, string> ContentTypes = new Dictionary<string, string>
    {
        [".js"] = "text/javascript; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".svg"] = "image/svg+xml",
        [".png"] = "image/png",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The page of that name, for example <c>checkout</c>, as a full path; null when it has not been built.</summary>
    public string? Page(string name) => Existing(Path.Combine(name, "index.html"));

    /// <summary>
    /// The asset of that name: its content type, its full path, and the encoding that is stored there, the best that the browser accepts.
    /// Null when there is none; names of anything but a plain file of a known kind are unknown.
    /// </summary>
    public BuiltAsset? Asset(string name, IHeaderDictionary requestHeaders)
    {
        if (!IsPlainName(name) || !ContentTypes.TryGetValue(Path.GetExtension(name), out var contentType))
        {
            return null;
        }

        var path = Path.Combine("assets", name);
        foreach (var (encoding, extension) in new[] { ("br", ".br"), ("gzip", ".gz") })
        {
            if (Accepts(requestHeaders, encoding) && Existing(path + extension) is { } compressed)
            {
                return new BuiltAsset(compressed, contentType, encoding);
            }
        }

        return Existing(path) is { } plain ? new BuiltAsset(plain, contentType, null) : null;
    }

    private static bool IsPlainName(string name) =>
        name.Length <= NameLengthMax && name[0] != '.' && name.All(character =>
            char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.');

    private static bool Accepts(IHeaderDictionary headers, string encoding) =>
        headers.GetCommaSeparatedValues("Accept-Encoding").Any(value =>
            value.Split(';') is [var name, .. var parameters] && name.Trim().Equals(encoding, StringComparison.OrdinalIgnoreCase)
            && !parameters.Any(parameter => parameter.Trim() is "q=0" or "q=0.0"));

    private string? Existing(string relativePath) =>
        Roots().Select(root => Path.Combine(root, relativePath)).FirstOrDefault(File.Exists);

    private IEnumerable<string> Roots() =>
        options.Root is { } root
            ? [Path.GetFullPath(root, environment.ContentRootPath)]
            : [Path.Combine(environment.ContentRootPath, DefaultFolder), Path.Combine(AppContext.BaseDirectory, DefaultFolder)];
}

/// <summary>A file of the build and how it is stored. <see cref="Encoding"/> is null for plain files.</summary>
public sealed record BuiltAsset(string Path, string ContentType, string? Encoding);
