using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace PayGate.Api.Http;

/// <summary>An answer with the error object of wire.md: <c>{"error":{"type","code","message","param"}}</c>.</summary>
public sealed class ErrorResult : IResult, IStatusCodeHttpResult
{
    private readonly ErrorRow _row;
    private readonly string _message;
    private readonly string? _param;

    private ErrorResult(ErrorRow row, string? message, string? param)
    {
        _row = row;
        _message = string.IsNullOrEmpty(message) ? row.Message : message;
        _param = param;
    }

    public string Code => _row.Code;

    public int? StatusCode => _row.Status;

    public static ErrorResult From(Refusal refusal) => new(ErrorCatalog.Of(refusal.Code), refusal.Message, refusal.Param);

    /// <summary>The catalogue's own message.</summary>
    public static ErrorResult Of(string code, string? param = null) => new(ErrorCatalog.Of(code), null, param);

    /// <summary>Unknown, foreign, of the other mode, malformed, or no route at all: the same answer.</summary>
    public static ErrorResult ResourceMissing() => Of("resource_missing", "id");

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var body = Render();
        httpContext.Response.StatusCode = _row.Status;
        await JsonAnswer.Write(httpContext, body.WrittenMemory);
    }

    /// <summary>The error object as JSON.</summary>
    internal ArrayBufferWriter<byte> Render()
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WriteStartObject("error");
        writer.WriteString("type", _row.Type);
        writer.WriteString("code", _row.Code);
        writer.WriteString("message", _message);
        if (_param is not null)
        {
            writer.WriteString("param", _param);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
        return buffer;
    }
}
