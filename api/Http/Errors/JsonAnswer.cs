using Microsoft.AspNetCore.Http;

namespace PayGate.Api.Http;

/// <summary>Writes finished JSON bytes with their length, so that no half answer can go out.</summary>
public static class JsonAnswer
{
    public const string ContentType = "application/json";

    public static async Task Write(HttpContext context, ReadOnlyMemory<byte> body)
    {
        context.Response.ContentType = ContentType;
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }
}
