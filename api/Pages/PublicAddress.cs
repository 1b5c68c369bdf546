using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace PayGate.Api.Pages;

/// <summary>Links back to this gateway, as the public reaches it.</summary>
public static class PublicAddress
{
    /// <summary>Scheme and host without a slash at the end: the configured ones, else those of the request.</summary>
    public static string RootFor(HttpRequest request, PagesOptions pages) =>
        pages.PublicUrl is { } publicUrl
            ? publicUrl.GetLeftPart(UriPartial.Authority)
            : UriHelper.BuildAbsolute(request.Scheme, request.Host).TrimEnd('/');
}
