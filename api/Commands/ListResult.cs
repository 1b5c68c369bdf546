using System.Buffers;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using PayGate.Api.Http;

namespace PayGate.Api.Commands;

/// <summary>One page of what a list found.</summary>
/// <param name="Items">Newest first.</param>
/// <param name="HasMore">Whether more follow in the direction of reading.</param>
/// <param name="TotalCount">All that the filters leave, on whatever page; null when nobody asked.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, bool HasMore, long? TotalCount)
{
    public Page<TOther> Select<TOther>(Func<T, TOther> render) => new([.. Items.Select(render)], HasMore, TotalCount);
}

/// <summary>
/// An answer with a list object: <c>{"object":"list","url","has_more","data":[…]}</c>, newest first, and <c>total_count</c> when it was
/// asked for. The objects come as their bytes.
/// </summary>
public sealed class ListResult<T>(string url, Page<byte[]> page) : IResult, IStatusCodeHttpResult, IEndpointMetadataProvider
{
    public int? StatusCode => StatusCodes.Status200OK;

    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new RouteAnswer(typeof(T), AnswerShape.List));

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        await using (var writer = new Utf8JsonWriter(buffer))
        {
            Write(writer);
        }

        await JsonAnswer.Write(httpContext, buffer.WrittenMemory);
    }

    private void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("object", "list");
        writer.WriteString("url", url);
        writer.WriteBoolean("has_more", page.HasMore);
        if (page.TotalCount is { } count)
        {
            writer.WriteNumber("total_count", count);
        }

        page.WriteData(writer);
        writer.WriteEndObject();
    }
}

internal static class ListResult
{
    /// <summary>The objects as they are, under <c>data</c>.</summary>
    public static void WriteData(this Page<byte[]> page, Utf8JsonWriter writer)
    {
        writer.WriteStartArray("data");
        foreach (var item in page.Items)
        {
            writer.WriteRawValue(item, skipInputValidation: true);
        }

        writer.WriteEndArray();
    }

    public static ListResult<T> Of<T>(string url, Page<T> page) => new(url, page.Select(WireJson.Write));

    /// <summary>The cursor names no object of the caller.</summary>
    public static ErrorResult NoSuchCursor(ListQuery query) => ErrorResult.From(new Refusal(
        "resource_missing",
        "No such object to page from.",
        query.StartingAfter is null ? "ending_before" : "starting_after"));
}
