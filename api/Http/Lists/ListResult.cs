using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace PayGate.Api.Http;

/// <summary>An answer with a list object: <c>{"object":"list","url","has_more","data":[…]}</c>, newest first.</summary>
public sealed class ListResult<T>(string url, bool hasMore, IReadOnlyList<T> items, Action<Utf8JsonWriter, T> writeItem) : IResult, IStatusCodeHttpResult
{
    public int? StatusCode => StatusCodes.Status200OK;

    /// <summary>Shown only when asked for, see <see cref="ListQuery.IncludesTotalCount"/>.</summary>
    public long? TotalCount { get; init; }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        await using (var writer = new Utf8JsonWriter(buffer))
        {
            Write(writer);
        }

        await JsonAnswer.Write(httpContext, buffer.WrittenMemory);
    }

    /// <summary>Writes the list object, also as a member of another object.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("object", "list");
        writer.WriteString("url", url);
        writer.WriteBoolean("has_more", hasMore);
        if (TotalCount is { } count)
        {
            writer.WriteNumber("total_count", count);
        }

        writer.WriteStartArray("data");
        foreach (var item in items)
        {
            writeItem(writer, item);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}

public static class ListResult
{
    /// <summary>A list of objects that are rendered already.</summary>
    public static ListResult<ReadOnlyMemory<byte>> OfRendered(string url, bool hasMore, IReadOnlyList<ReadOnlyMemory<byte>> items) =>
        new(url, hasMore, items, static (writer, item) => writer.WriteRawValue(item.Span, skipInputValidation: true));

    /// <summary>A list whose objects the delegate writes.</summary>
    public static ListResult<T> Of<T>(string url, bool hasMore, IReadOnlyList<T> items, Action<Utf8JsonWriter, T> writeItem) =>
        new(url, hasMore, items, writeItem);
}
