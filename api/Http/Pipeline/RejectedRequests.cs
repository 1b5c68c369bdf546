using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace PayGate.Api.Http;

/// <summary>
/// Requests that Kestrel itself rejects (a NUL or raw bytes in the target, a line or headers beyond the limits, no Host) never reach the
/// pipeline and get a bare status line. This connection middleware completes such an answer with a request id and the error object before
/// it leaves.
/// </summary>
internal sealed partial class RejectedRequests(ILogger<RejectedRequests> logger)
{
    /// <summary>Room for the completed answer, which is about 400 bytes.</summary>
    private const int AnswerBytesMax = 1024;

    public async Task Run(ConnectionContext connection, ConnectionDelegate next)
    {
        connection.Transport = new Duplex(connection.Transport.Input, new Writer(connection.Transport.Output, this));
        await next(connection);
    }

    /// <summary>
    /// Completes a bare 4xx answer in place and gives its new length; all else stays as it is. Every answer of the pipeline has a request
    /// id, so an answer without one is Kestrel's own.
    /// </summary>
    private int Complete(Span<byte> buffer, int length)
    {
        var answer = buffer[..length];
        if (!answer.StartsWith("HTTP/1.1 4"u8) || !answer.EndsWith("\r\n\r\n"u8) || answer.IndexOf("Request-Id:"u8) >= 0)
        {
            return length;
        }

        var requestId = RequestIds.New();
        var error = ErrorResult.Of("request_malformed").Render();
        var statusLine = Encoding.ASCII.GetString(answer[..answer.IndexOf("\r\n"u8)]);
        LogRejected(logger, statusLine.Split(' ')[1], requestId);
        var head = Encoding.ASCII.GetBytes(
            $"{statusLine}\r\nConnection: close\r\nContent-Type: {JsonAnswer.ContentType}\r\nContent-Length: {error.Length}\r\n"
            + $"Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nStripe-Should-Retry: false\r\n"
            + $"{RequestIds.Header}: {requestId}\r\n\r\n");
        head.CopyTo(buffer);
        error.CopyTo(buffer[head.Length..]);
        return head.Length + error.Length;
    }

    [LoggerMessage(4, LogLevel.Information, "The server rejected a malformed request: {Status} {RequestId}")]
    private static partial void LogRejected(ILogger logger, string status, string requestId);

    private sealed class Duplex(PipeReader input, PipeWriter output) : IDuplexPipe
    {
        public PipeReader Input => input;

        public PipeWriter Output => output;
    }

    /// <summary>Passes everything on without a copy; looks only at the first bytes of what is written at once.</summary>
    private sealed class Writer(PipeWriter inner, RejectedRequests owner) : PipeWriter
    {
        private Memory<byte> _last;

        public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

        public override long UnflushedBytes => inner.UnflushedBytes;

        public override Memory<byte> GetMemory(int sizeHint = 0) => _last = inner.GetMemory(Math.Max(sizeHint, AnswerBytesMax));

        public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

        public override void Advance(int bytes) => inner.Advance(owner.Complete(_last.Span, bytes));

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) =>
            inner.FlushAsync(cancellationToken);

        public override void CancelPendingFlush() => inner.CancelPendingFlush();

        public override void Complete(Exception? exception = null) => inner.Complete(exception);

        public override ValueTask CompleteAsync(Exception? exception = null) => inner.CompleteAsync(exception);
    }
}
