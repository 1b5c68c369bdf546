using System.Buffers;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using PayGate.Api.Commands;
using PayGate.Api.Http;

namespace PayGate.Api.Search;

/// <summary>An answer with what a search found: <c>{"object":"search_result","url","has_more","next_page","data":[…]}</c>, newest first.</summary>
/// <param name="url">The path of the search.</param>
/// <param name="page">What was found.</param>
/// <param name="nextPage">Names the page that follows; null on the last.</param>
public sealed class SearchResult<T>(string url, Page<byte[]> page, string? nextPage) : IResult, IStatusCodeHttpResult, IEndpointMetadataProvider
{
    public int? StatusCode => StatusCodes.Status200OK;

    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new RouteAnswer(typeof(T), AnswerShape.SearchResult));

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
        writer.WriteString("object", "search_result");
        writer.WriteString("url", url);
        writer.WriteBoolean("has_more", page.HasMore);
        writer.WriteString("next_page", nextPage);
        if (page.TotalCount is { } count)
        {
            writer.WriteNumber("total_count", count);
        }

        page.WriteData(writer);
        writer.WriteEndObject();
    }
}
