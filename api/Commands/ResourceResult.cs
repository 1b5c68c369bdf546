using Microsoft.AspNetCore.Http;
using PayGate.Api.Http;
using PayGate.Api.Queries;
using PayGate.PaymentIntents;
using PayGate.Wire.V1;

namespace PayGate.Api.Commands;

/// <summary>One public object, status 200.</summary>
public sealed class ResourceResult(object resource) : IResult, IStatusCodeHttpResult
{
    public int? StatusCode => StatusCodes.Status200OK;

    public Task ExecuteAsync(HttpContext httpContext) => JsonAnswer.Write(httpContext, WireJson.WriteObject(resource));
}

/// <summary>One public object whose bytes exist already, status 200.</summary>
public sealed class RenderedResult(byte[] body) : IResult, IStatusCodeHttpResult
{
    public int? StatusCode => StatusCodes.Status200OK;

    public Task ExecuteAsync(HttpContext httpContext) => JsonAnswer.Write(httpContext, body);
}

/// <summary>A page of public objects.</summary>
internal static class PageResult
{
    public static ListResult<ReadOnlyMemory<byte>> Of(
        string url, bool hasMore, IReadOnlyList<PaymentQueries.Found> items, Func<PaymentQueries.Found, object> render) =>
        ListResult.OfRendered(url, hasMore, [.. items.Select(item => (ReadOnlyMemory<byte>)WireJson.WriteObject(render(item)))]);

    public static Refusal NoSuchCursor(ListQuery query) => new(
        "resource_missing",
        "No such object to page from.",
        query.StartingAfter is null ? "ending_before" : "starting_after");
}

/// <summary>On lists the paths of <c>expand</c> start with <c>data.</c>.</summary>
internal static class ListExpansion
{
    private const string Prefix = "data.";

    public static IReadOnlySet<string> Of(IReadOnlySet<string> expand) =>
        expand.Where(path => path.StartsWith(Prefix, StringComparison.Ordinal)).Select(path => path[Prefix.Length..]).ToHashSet(StringComparer.Ordinal);
}

internal static class TenantExtensions
{
    /// <summary>The merchant and mode of the caller's key.</summary>
    public static Tenant Tenant(this HttpContext context)
    {
        var caller = context.Caller();
        return new Tenant { MerchantId = caller.MerchantId, Livemode = caller.Livemode };
    }
}
