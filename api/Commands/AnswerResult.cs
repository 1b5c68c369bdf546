using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using PayGate.Api.Http;

namespace PayGate.Api.Commands;

/// <summary>An answer that the silo rendered, with the intent's client secret completed, and others' objects filled in, on its way out: neither is stored with it.</summary>
public sealed class AnswerResult(Answer answer, IClientSecrets secrets) : IResult, IStatusCodeHttpResult
{
    private static readonly string[] Prefixes = ["pi", "seti"];
    private static readonly byte[][] IntentStarts = [.. Prefixes.Select(prefix => Encoding.UTF8.GetBytes($"{{\"id\":\"{prefix}_"))];
    private static readonly byte[] SessionStart = Encoding.UTF8.GetBytes("{\"id\":\"cs_");
    private static readonly byte[] UrlStart = Encoding.UTF8.GetBytes("\"url\":\"");
    private static readonly byte[] ErrorStart = Encoding.UTF8.GetBytes("{\"error\":{");
    private static readonly byte[] Start = Encoding.UTF8.GetBytes("\"client_secret\":\"");
    private static readonly byte[] End = Encoding.UTF8.GetBytes(PaymentIntentRendering.SecretInfix + "\"");

    /// <summary>The record that the answer comes from; null when the request was executed.</summary>
    public RecordedAnswer? Replays { get; init; }

    public int? StatusCode => answer.Status;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        if (Replays is { } record)
        {
            httpContext.Response.Headers["Idempotent-Replayed"] = "true";
            httpContext.Response.Headers["Original-Request"] = record.RequestId;
        }

        httpContext.Response.StatusCode = answer.Status;
        await JsonAnswer.Write(httpContext, await Expand(Complete(answer.Body), httpContext));
    }

    /// <summary>A browser gets no objects beside its own.</summary>
    private async ValueTask<ReadOnlyMemory<byte>> Expand(ReadOnlyMemory<byte> body, HttpContext context) =>
        answer.Status == StatusCodes.Status200OK && context.Features.Get<AskedExpansion>() is { Expansion: var expansion } && !context.Caller().IsBrowser
            ? await context.RequestServices.GetRequiredService<AnswerExpansion>().Fill(body, expansion, context)
            : body;

    /// <summary>
    /// Only an answer that is an intent, or an error about one, has a secret to complete, and a checkout session at the end of its url: any other may carry a
    /// member of that name in metadata, written to have another payment's secret filled in. In those the first member of that name is the object's own: nothing
    /// ahead of it holds names that users choose, and quotes inside strings are escaped.
    /// </summary>
    private ReadOnlyMemory<byte> Complete(byte[] body)
    {
        var isSession = body.AsSpan().StartsWith(SessionStart);
        if (!isSession && !IntentStarts.Any(start => body.AsSpan().StartsWith(start)) && !body.AsSpan().StartsWith(ErrorStart))
        {
            return body;
        }

        var member = isSession ? UrlStart : Start;
        var start = body.AsSpan().IndexOf(member);
        if (start < 0)
        {
            return body;
        }

        start += member.Length;
        if (isSession)
        {
            // A finished session has no url, and what follows then is no url of this gateway either.
            start += body.AsSpan(start).IndexOf((byte)'#') + 1;
        }

        var length = body.AsSpan(start).IndexOf(End);
        if (length < 0)
        {
            return body;
        }

        var id = Encoding.ASCII.GetString(body, start, length);
        if (!Prefixes.Any(prefix => ObjectId.IsWellFormed(prefix, id)))
        {
            return body;
        }

        var secret = Encoding.ASCII.GetBytes(secrets.For(id));
        return new ReadOnlyMemory<byte>([.. body.AsSpan(0, start), .. secret, .. body.AsSpan(start + length + End.Length - 1)]);
    }
}
